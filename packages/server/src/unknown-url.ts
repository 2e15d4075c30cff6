import { operations } from "@chatkit-contract/types/operations";
import type { FastifyRequest } from "fastify";

import type { Answer } from "./answer.ts";
import type { AppOptions } from "./app-options.ts";
import { ApiError } from "./api-error.ts";
import { BASE_PATH } from "./contract.ts";
import { withStanding } from "./rate-limit.ts";

/** What a request is told that no operation takes. */
export function answerUnknownUrl(
  request: FastifyRequest,
  { projects, rateLimit }: Pick<AppOptions, "projects" | "rateLimit">,
): Answer {
  const project = projects.identify(request.raw.headers.authorization);
  return withStanding(refuseUrl(request), project, rateLimit);
}

/** Why no route takes a request: there is nothing at its path, or nothing by its method. */
export function refuseUrl(request: FastifyRequest): ApiError {
  const { method, url } = request;
  const path = url.split(/[?#]/, 1)[0] ?? "";
  const shown = shorten(path);
  const allowed = findMethods(path);
  if (allowed.length === 0) {
    return new ApiError(404, "unknown_url", `There is nothing at ${shown}.`);
  }
  const allow = allowed.join(", ");
  const problem = `${method} is not allowed at ${shown}; there are ${allow}.`;
  return new ApiError(405, "method_not_allowed", problem, { headers: { allow } });
}

/** What a path takes, none where there is nothing at it. */
function findMethods(path: string): string[] {
  const routes = ROUTES.filter(({ pattern }) => pattern.test(decode(path)));
  // Concrete paths come before templated ones (OpenAPI 3.1, section 4.8.8.1).
  const fewest = Math.min(...routes.map(({ parameterCount }) => parameterCount));
  return routes
    .filter(({ parameterCount }) => parameterCount === fewest)
    .flatMap(({ method }) => (method === "GET" ? ["GET", "HEAD"] : [method]));
}

const ROUTES = [
  ...Object.values(operations).map(({ method, path }) => ({ method, path, base: BASE_PATH })),
  ...["/healthz", "/readyz"].map((path) => ({ method: "GET", path, base: "" })),
].map(({ method, path, base }) => {
  const parts = path.split(/\{[^}]+\}/);
  const source = parts.map((part) => RegExp.escape(part)).join("[^/]+");
  return {
    method,
    pattern: new RegExp(`^(?:${RegExp.escape(base)})?${source}$`),
    parameterCount: parts.length - 1,
  };
});

/** As the router reads it: what is encoded without need is what it stands for. */
function decode(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

const MAX_SHOWN = 160;

function shorten(path: string): string {
  return path.length > MAX_SHOWN ? `${path.slice(0, MAX_SHOWN)}…` : path;
}
