import { operations, type OperationId } from "@chatkit-contract/types/operations";
import { explain, validateHeaders, validateRequest } from "@chatkit-contract/types/validation";
import { closedAnswers } from "@chatkit-contract/types/validators/closed-answers";
import type { FastifyReply, FastifyRequest } from "fastify";

import { ANSWERED_BY_HEADER, sendAnswer, type Answer } from "./answer.ts";
import { ApiError, internalError, refusedBy } from "./api-error.ts";
import type { AppOptions } from "./app-options.ts";
import { successStatus } from "./contract.ts";
import { answerExamples } from "./data/contract-examples.ts";
import type { Blow } from "./faults/fault-list.ts";
import { breakOff, delay, orderedAnswer, resetConnection, withHeaders } from "./faults/inflict.ts";
import { refuseKey } from "./projects.ts";
import { withStanding } from "./rate-limit.ts";
import { readJson } from "./read-json.ts";
import { answerUnknownUrl } from "./unknown-url.ts";

/** Serves one operation of the contract: holds requests against it, has them answered, and holds the answers too. */
export interface OperationServer {
  (request: FastifyRequest, reply: FastifyReply): Promise<void>;
}

/** Sets an operation up: what does not depend on the request is found out here, once. */
export function createOperationServer(id: OperationId, app: AppOptions): OperationServer {
  const { takesBody = false, path: template } = operations[id];
  const hasPathValues = template.includes("{");
  const { store, projects, rateLimit, clock, faults, log, closing } = app;
  const handler = (app.handlers[id] ?? createStandIn(id, app.isStrict)) as AnyHandler;
  const validators = closedAnswers[id];
  const success = successStatus(id);
  const headers = app.handlers[id] ? undefined : { [ANSWERED_BY_HEADER]: "example" };

  /** In the contract's order: key, rate limit, headers, the form of the body, then what path, query and body say. */
  const answer = async (request: FastifyRequest, project: string): Promise<Answer> => {
    const wait = rateLimit?.take(project);
    if (wait !== undefined) {
      throw tooMany(wait);
    }
    const { raw } = request;
    refuse(validateHeaders(id, raw.headers));
    const body = takesBody ? await readJson(raw) : undefined;
    const path = request.params as Record<string, string>;
    const valid = validateRequest(id, { path, query: request.query as URLSearchParams, body });
    if (valid.issue !== undefined) {
      throw refusedBy(valid.issue);
    }
    const now = Math.floor(clock.now());
    const { query } = valid;
    // Held against the contract, which is what the types of a call are made from.
    const call = { store, project, now, path, query, headers: raw.headers, body };
    return { status: success, headers, body: await handler(call) };
  };

  /** An answer that the contract does not know is the server's failure, and nobody else's business. */
  const check = (given: Answer, request: FastifyRequest): Answer => {
    const validate = validators[given.status] ?? validators["default"];
    if (validate === undefined || validate(given.body)) {
      return given;
    }
    const { path, rule, allowed } = explain(validate.errors, given.body);
    const wrong = { path, rule, allowed };
    log?.error(
      { request: request.id, operation: id, status: given.status, wrong },
      "an answer broke the contract",
    );
    return internalError();
  };

  const serve = async (request: FastifyRequest): Promise<Answer> => {
    const { authorization } = request.raw.headers;
    const project = projects.identify(authorization);
    let given: Answer;
    try {
      if (project === undefined) {
        throw refuseKey(authorization);
      }
      given = await answer(request, project);
    } catch (error) {
      given = describeError(error, request, log);
    }
    return withStanding(check(given, request), project, rateLimit);
  };

  const serveWithFault = async (
    blow: Blow,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> => {
    const { connection } = blow;
    await delay(blow.latencyMs, closing);
    if (connection === "reset") {
      resetConnection(reply);
      return;
    }
    const given = orderedAnswer(blow) ?? withHeaders(await serve(request), blow);
    if (connection === undefined) {
      sendAnswer(reply, given);
    } else {
      breakOff(reply, given, connection, closing);
    }
  };

  return async (request, reply) => {
    // The router takes an empty part of a path for a value; the contract has nothing there.
    if (hasPathValues && Object.values(request.params as object).includes("")) {
      sendAnswer(reply, answerUnknownUrl(request, app));
      return;
    }
    const blow = faults.draw(id);
    if (blow === undefined) {
      sendAnswer(reply, await serve(request));
    } else {
      await serveWithFault(blow, request, reply);
    }
  };
}

/** A handler of whichever operation: which one it is is known where it is chosen, and not to the compiler. */
type AnyHandler = (call: object) => Promise<unknown>;

/** The answer to an error: its own, or that the server failed, with all that is known in the log. */
export function describeError(
  error: unknown,
  request: FastifyRequest,
  log: AppOptions["log"],
): Answer {
  if (error instanceof ApiError) {
    return error;
  }
  log?.error({ request: request.id, err: error }, "a request failed");
  return internalError();
}

/** Answers for an operation without a handler: with the contract's first example, or that there is none. */
function createStandIn(id: OperationId, isStrict: boolean): () => Promise<unknown> {
  const [example] = answerExamples(id).values();
  return async () => {
    if (isStrict) {
      throw new ApiError(501, "not_implemented", `This server does not serve ${id}.`);
    }
    return example;
  };
}

function refuse(issue: ReturnType<typeof validateHeaders>): void {
  if (issue) {
    throw refusedBy(issue);
  }
}

function tooMany(seconds: number): ApiError {
  const span = `${seconds} ${seconds === 1 ? "second" : "seconds"}`;
  const message = `Too many requests: try again in ${span}.`;
  const headers = { "retry-after": String(seconds) };
  return new ApiError(429, "rate_limit_exceeded", message, { headers });
}
