import type { Backend } from "./backend.ts";

/** The environment variables that choose the backend. */
export const BACKEND_VARIABLES = {
  baseUrl: "CHATKIT_BASE_URL",
  apiKey: "OPENAI_API_KEY",
} as const;

const { baseUrl: BASE_URL, apiKey: API_KEY } = BACKEND_VARIABLES;

/** The environment names a backend that cannot be used. The message names every bad variable, never a key. */
export class InvalidEnvironment extends Error {
  override readonly name = "InvalidEnvironment";
}

/**
 * Reads which backend the environment names: `CHATKIT_BASE_URL` with `OPENAI_API_KEY`. Without `CHATKIT_BASE_URL` there
 * is none, and a key that happens to be set stays unused.
 *
 * @throws {InvalidEnvironment} A variable is missing or malformed.
 */
export function readBackend(
  env: Readonly<Record<string, string | undefined>>,
): Backend | undefined {
  const { [BASE_URL]: baseUrl, [API_KEY]: apiKey } = env;
  if (baseUrl === undefined) {
    return undefined;
  }
  const problems = [findUrlProblem(baseUrl), findKeyProblem(apiKey)].filter((problem) => problem);
  if (problems.length > 0) {
    throw new InvalidEnvironment(problems.join(" "));
  }
  // A missing key is a problem that was thrown above.
  return { baseUrl: baseUrl.replace(/\/+$/, ""), apiKey: apiKey as string };
}

const URL_RULE = "it must be an absolute http or https URL without a user, a query or a fragment.";

function findUrlProblem(value: string): string | undefined {
  if (!/^https?:\/\//i.test(value) || !URL.canParse(value)) {
    return `${BASE_URL} is ${JSON.stringify(value)}; ${URL_RULE}`;
  }
  const { username, password, search, hash } = new URL(value);
  // What stands before an @ may be a secret, so this value is not repeated.
  return username || password || search || hash
    ? `${BASE_URL} has a user, a query or a fragment; ${URL_RULE}`
    : undefined;
}

function findKeyProblem(value: string | undefined): string | undefined {
  if (!value) {
    return `${API_KEY} is missing; ${BASE_URL} needs the key of that backend beside it.`;
  }
  // What an HTTP header takes (RFC 9110, section 5.5), and a bearer token holds no space.
  return /^[\x21-\x7e]+$/.test(value)
    ? undefined
    : `${API_KEY} holds a space or a character that a header cannot carry; it must be printable ASCII.`;
}
