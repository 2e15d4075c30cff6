import type { ServerResponse } from "node:http";

import type { ErrorEnvelope, ErrorType } from "@chatkit-contract/types";

import { PROXY_PROBLEMS, PROXY_STATUS } from "../src/proxy-status.ts";

/** What the proxy answers in the backend's place. */
export interface OwnAnswer {
  status: number;
  type: ErrorType;
  problem: keyof typeof PROXY_PROBLEMS;
  message: string;
}

/** Answers in the backend's place, in the API's own envelope, marked as the proxy's. */
export function answerInPlace(
  response: ServerResponse,
  { status, type, problem, message }: OwnAnswer,
): void {
  const body: ErrorEnvelope = { error: { message, type, param: null, code: null } };
  response.writeHead(status, {
    "content-type": "application/json",
    [PROXY_STATUS]: PROXY_PROBLEMS[problem],
  });
  response.end(JSON.stringify(body));
}
