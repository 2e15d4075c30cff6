import type { IncomingMessage, ServerResponse } from "node:http";

import { operations, type OperationId } from "@chatkit-contract/types/operations";
import fastify, { type FastifyInstance, type FastifyRequest } from "fastify";

import { logWhenAnswered } from "./access-log.ts";
import { sendAnswer, type Answer } from "./answer.ts";
import { ApiError } from "./api-error.ts";
import type { AppOptions } from "./app-options.ts";
import { BASE_PATH } from "./contract.ts";
import { addControl, CONTROL_PATH } from "./control/control.ts";
import { createOperationServer, describeError } from "./operation.ts";
import { answerConnect, answerRefusedRequest } from "./refused-request.ts";
import { createRequestId } from "./request-id.ts";
import { answerUnknownUrl, refuseUrl } from "./unknown-url.ts";

/** Builds the HTTP side of a server: a route for each operation of the contract, below its base path and without it. */
export function createApp(options: AppOptions): FastifyInstance {
  const { log } = options;
  const accessLog = log?.isLevelEnabled("info") ? log : undefined;
  const app = fastify({
    genReqId: createRequestId,
    rewriteUrl,
    // What is on its way when the server closes is served.
    return503OnClosing: false,
    exposeHeadRoutes: false,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // The check is in here, so that its answer has the contract's form.
    http: { requireHostHeader: false },
    routerOptions: {
      // Node bounds the head of a request to 16 KiB.
      maxParamLength: 1_000_000,
      // Read once, in the form that validation wants.
      querystringParser: (text) => new URLSearchParams(text) as never,
    },
    schemaController: {
      compilersFactory: { buildValidator: refuseSchema, buildSerializer: refuseSchema },
    },
    clientErrorHandler: answerRefusedRequest,
    frameworkErrors: (error, request, reply) => {
      if (accessLog !== undefined) {
        logWhenAnswered(request, reply, accessLog, options.logsUsers);
      }
      const isBadUrl = (error as { code: string }).code === "FST_ERR_BAD_URL";
      sendAnswer(reply, isBadUrl ? NO_UTF8 : describeError(error, request, log));
    },
  });
  // Bodies are read by whoever takes one, in the contract's order of checks.
  for (const method of ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY"]) {
    app.addHttpMethod(method, { hasBody: false, overrideExisting: true });
  }
  // An expectation that is not known changes nothing (RFC 9110, section 10.1.1 lets a server do so).
  app.server.on("checkExpectation", (request: IncomingMessage, response: ServerResponse) =>
    app.server.emit("request", request, response),
  );
  app.server.on("connect", answerConnect);
  app.setErrorHandler((error, request, reply) => {
    sendAnswer(reply, describeError(error, request, log));
  });
  if (accessLog !== undefined) {
    app.addHook("onRequest", (request, reply, done) => {
      logWhenAnswered(request, reply, accessLog, options.logsUsers);
      done();
    });
  }
  app.addHook("onRequest", (request, reply, done) => {
    // RFC 9112, section 3.2.
    if (request.raw.headers.host === undefined && request.raw.httpVersion === "1.1") {
      sendAnswer(reply, NO_HOST);
      return;
    }
    const { opening } = options.gate;
    if (opening === undefined || PROBES.has(request.routeOptions.url ?? "")) {
      done();
    } else {
      void goOnAfter(opening, done);
    }
  });

  for (const [id, { method, path }] of Object.entries(operations)) {
    const serve = createOperationServer(id as OperationId, options);
    const url = path.replaceAll(/\{([^}]+)\}/g, ":$1");
    for (const prefix of new Set([BASE_PATH, ""])) {
      app.route({
        method: method === "GET" ? ["GET", "HEAD"] : method,
        url: prefix + url,
        handler: serve,
        config: { operationId: id },
      });
    }
  }
  addProbes(app, options);
  if (options.control !== undefined) {
    addControl(app, options, options.control);
  }
  app.setNotFoundHandler((request, reply) => sendAnswer(reply, answerUnrouted(request, options)));
  return app;
}

/** As long as Node itself allows a request to take to arrive. */
const REQUEST_TIMEOUT_MS = 300_000;

const NO_UTF8 = new ApiError(404, "unknown_url", "There is nothing at a path that is no UTF-8.");
const UNREADY = "The server is closing, its data is being made, or its database is away.";
const NO_HOST = new ApiError(
  400,
  "missing_required_parameter",
  "A request of HTTP/1.1 needs the header Host.",
  { param: "Host" },
);

/** No route has a schema: the contract's validators are compiled, and Fastify's compilers need not be loaded. */
function refuseSchema(): never {
  throw new Error("Requests and answers are validated by @chatkit-contract/types.");
}

/** A request may name its whole URL (RFC 9112, section 3.2.2): only the part from the path on counts. */
function rewriteUrl({ url = "/" }: IncomingMessage): string {
  return url.startsWith("/") ? url : url.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i, "") || "/";
}

/** Answers what no route takes: preflights, which are about any, and what is at fault. */
function answerUnrouted(request: FastifyRequest, options: AppOptions): Answer {
  const { method, headers } = request.raw;
  if (request.url.startsWith(CONTROL_PATH)) {
    const { status, body } = refuseUrl(request);
    return { status, body, isPrivate: true };
  }
  const asked = headers["access-control-request-method"];
  if (method !== "OPTIONS" || asked === undefined) {
    return answerUnknownUrl(request, options);
  }
  // A preflight is about whether a page may ask, not about what: any may (Fetch standard, CORS protocol).
  return {
    status: 204,
    headers: {
      "access-control-allow-methods": asked,
      "access-control-allow-headers": headers["access-control-request-headers"] ?? "*",
      vary: "Access-Control-Request-Method, Access-Control-Request-Headers",
    },
    body: undefined,
  };
}

async function goOnAfter(opening: Promise<void>, done: () => void): Promise<void> {
  await opening;
  done();
}

const HEALTH = "/healthz";
const READINESS = "/readyz";
const PROBES: ReadonlySet<string> = new Set([HEALTH, READINESS]);

/** What a supervisor asks: whether the process lives, and whether it can serve. */
function addProbes(app: FastifyInstance, { store, gate, closing }: AppOptions): void {
  const method = ["GET", "HEAD"];
  app.route({
    method,
    url: HEALTH,
    handler: (_request, reply) => {
      sendAnswer(reply, { status: 200, body: { status: "ok" } });
    },
  });
  app.route({
    method,
    url: READINESS,
    handler: async (_request, reply) => {
      const isBusy = closing.aborted || gate.opening !== undefined;
      const isReady = !isBusy && (await store.isReady());
      const unready = new ApiError(503, null, UNREADY);
      sendAnswer(reply, isReady ? { status: 200, body: { status: "ready" } } : unready);
    },
  });
}
