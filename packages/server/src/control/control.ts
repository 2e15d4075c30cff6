import { Readable } from "node:stream";

import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

import { createHead, sendAnswer } from "../answer.ts";
import { ApiError } from "../api-error.ts";
import type { AppOptions, Control } from "../app-options.ts";
import { exportNdjson, importNdjson } from "../data/ndjson.ts";
import { BadFaultError, readFault } from "../faults/read-fault.ts";
import { describeError } from "../operation.ts";
import { refuseKey } from "../projects.ts";
import { readJson } from "../read-json.ts";
import { createGuard } from "./guard.ts";
import { describeClock, turnClock } from "./turn-clock.ts";

/** Where the control API lies. */
export const CONTROL_PATH = "/_control";

/** Adds the control API to an app: whoever runs the server orders data, faults and time through it. */
export function addControl(app: FastifyInstance, options: AppOptions, control: Control): void {
  const { store, projects, faults, clock, log } = options;
  const guard = createGuard(control.secret);

  /** The project of the key; without one, the first. */
  const projectOf = ({ raw: { headers } }: FastifyRequest): string => {
    const { authorization = "" } = headers;
    const project = authorization === "" ? projects.ids[0] : projects.identify(authorization);
    if (project === undefined) {
      throw refuseKey(authorization);
    }
    return project;
  };

  const actions: Readonly<Record<string, (request: FastifyRequest) => Promise<unknown>>> = {
    "POST /reset": async () => {
      await control.reset();
      return { reset: true };
    },
    "POST /import": async (request) => {
      const {
        written,
        lines,
        faultCount,
        faults: bad,
      } = await importNdjson(store, projectOf(request), request.raw);
      const counts = { written, lines };
      if (faultCount === 0) {
        return counts;
      }
      const message = `${faultCount} of ${lines} lines are bad; ${written} records before them were imported.`;
      const { body } = new ApiError(400, "invalid_value", message);
      throw new Refusal(400, { ...body, ...counts, fault_count: faultCount, faults: bad });
    },
    "GET /faults": async () => ({ faults: faults.list() }),
    "POST /faults": async ({ raw }) => {
      const ordered = [await readJson(raw)].flat().map(readFault);
      return { faults: ordered.map((fault) => faults.add(fault)) };
    },
    "DELETE /faults": async () => {
      faults.clear();
      return { faults: [] };
    },
    "DELETE /faults/:id": async ({ params }) => {
      const { id } = params as { id: string };
      if (!faults.remove(id)) {
        throw new ApiError(404, "not_found", "There is no fault with this id.", { param: "id" });
      }
      return { faults: faults.list() };
    },
    "GET /clock": async () => describeClock(clock),
    "POST /clock": async ({ raw }) => {
      turnClock(clock, await readJson(raw));
      return describeClock(clock);
    },
  };

  const answerFailure = (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    const given = error instanceof Refusal ? error : describeError(asApiError(error), request, log);
    const { status, headers, body } = given;
    sendAnswer(reply, { status, headers, body, isPrivate: true });
  };

  for (const [route, act] of Object.entries(actions)) {
    const [method = "", path = ""] = route.split(" ");
    app.route({
      method,
      url: CONTROL_PATH + path,
      handler: async (request, reply) => {
        try {
          guard(request.raw);
          sendAnswer(reply, { status: 200, body: await act(request), isPrivate: true });
        } catch (error) {
          answerFailure(error, request, reply);
        }
      },
    });
  }
  app.route({
    method: "GET",
    url: `${CONTROL_PATH}/export`,
    handler: async (request, reply) => {
      try {
        guard(request.raw);
        const records = exportNdjson(store, projectOf(request));
        reply.headers(createHead(request, { status: 200, body: undefined, isPrivate: true }));
        reply.header("content-type", "application/x-ndjson");
        reply.send(Readable.from(records));
      } catch (error) {
        answerFailure(error, request, reply);
      }
      // A stream is not sent yet when this returns.
      return reply;
    },
  });
}

/** A refusal that says more than an error's envelope can. */
class Refusal extends Error {
  readonly headers = undefined;
  readonly status: number;
  readonly body: object;

  constructor(status: number, body: object) {
    super("refused");
    this.status = status;
    this.body = body;
  }
}

function asApiError(error: unknown): unknown {
  return error instanceof BadFaultError
    ? new ApiError(400, "invalid_value", error.message, { param: error.field })
    : error;
}
