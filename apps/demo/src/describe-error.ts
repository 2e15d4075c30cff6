import { ApiError, ConnectionError, InvalidAnswerError } from "@chatkit-contract/client";

import { PROXY_PROBLEMS, PROXY_STATUS } from "./proxy-status.ts";

/** An error in words for people. */
export interface ErrorDescription {
  /** What went wrong, in a few words. */
  title: string;
  /** What it means, and what can be done. */
  advice: string;
  /** What to quote to whoever runs the backend, or null where no answer carried one. */
  requestId: string | null;
}

/** Puts into words why a call failed. */
export function describeError(error: unknown): ErrorDescription {
  if (error instanceof ApiError) {
    return { ...describeStatusCode(error), requestId: error.requestId };
  }
  if (error instanceof ConnectionError) {
    return {
      title: "No answer came",
      advice: "The demo's own server cannot be reached. Is it still running?",
      requestId: null,
    };
  }
  if (error instanceof InvalidAnswerError) {
    return {
      title: "The answer makes no sense",
      advice:
        "Something answered, but not as the contract says. Is this the base URL of a ChatKit API?",
      requestId: error.requestId,
    };
  }
  return {
    title: "Something broke in this page",
    advice: "This is a fault of the demo itself.",
    requestId: null,
  };
}

function describeStatusCode({ status, headers }: ApiError): {
  title: string;
  advice: string;
} {
  if (headers.get(PROXY_STATUS) === PROXY_PROBLEMS.unreachable) {
    return {
      title: "The backend cannot be reached",
      advice: "The demo runs, but what it was pointed at does not answer. Check CHATKIT_BASE_URL.",
    };
  }
  if (headers.get(PROXY_STATUS) === PROXY_PROBLEMS.refused) {
    return {
      title: "The console did not let it through",
      advice: "It was refused before it reached the backend, for the reason below.",
    };
  }
  if (status === 401 || status === 403) {
    return {
      title: "The API key was refused",
      advice: "Set OPENAI_API_KEY to a key of this backend and start the demo again.",
    };
  }
  if (status === 429) {
    const seconds = Number(headers.get("retry-after") ?? Number.NaN);
    return {
      title: "Too many requests",
      advice: `The backend asks to slow down. ${seconds > 0 ? `Try again in ${seconds} s.` : "Wait a moment, then try again."}`,
    };
  }
  if (status >= 500) {
    return {
      title: "The backend failed",
      advice: "The fault is on its side. Trying again in a moment may help.",
    };
  }
  return {
    title: "The backend refused the request",
    advice: "It says why below. Trying again will hardly change its mind.",
  };
}
