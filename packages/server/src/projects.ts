import { hash, timingSafeEqual } from "node:crypto";

import { ApiError } from "./api-error.ts";

/** Whose data a call sees: one project for each key, or one for all. */
export interface Projects {
  /** Every project, in the order of their keys. */
  readonly ids: readonly [string, ...string[]];
  /** The project of the key in an `Authorization` header, undefined where there is no such key. */
  identify(authorization: string | undefined): string | undefined;
}

/** The project that every key opens when none is configured. */
export const DEFAULT_PROJECT = "proj_default";

/**
 * Knows projects by their keys. The keys themselves are forgotten: what stays is a digest of each.
 *
 * @param keys The keys that are let in; none lets any key in, to the one default project.
 */
export function createProjects(keys: readonly string[]): Projects {
  const known = keys.map((key) => ({ digest: digest(key), id: projectOf(key) }));
  const [first, ...others] = known;
  if (first === undefined) {
    return {
      ids: [DEFAULT_PROJECT],
      identify: (authorization) =>
        readBearer(authorization) === undefined ? undefined : DEFAULT_PROJECT,
    };
  }
  return {
    ids: [first.id, ...others.map(({ id }) => id)],
    identify: (authorization) => {
      const key = readBearer(authorization);
      if (key === undefined) {
        return undefined;
      }
      const given = digest(key);
      let found: string | undefined;
      // To the end, whichever it is: how long it takes tells nothing.
      for (const project of known) {
        found = timingSafeEqual(given, project.digest) ? project.id : found;
      }
      return found;
    },
  };
}

/** Why a call has no project. */
export function refuseKey(authorization: string | undefined): ApiError {
  const headers = { "www-authenticate": "Bearer" };
  return readBearer(authorization) === undefined
    ? new ApiError(
        401,
        "missing_api_key",
        "An API key is required: send it as Authorization: Bearer <key>.",
        { headers },
      )
    : new ApiError(401, "invalid_api_key", "The API key is not valid.", { headers });
}

/** The project of a key: the same one at every start, and not to be turned back into the key. */
function projectOf(key: string): string {
  return `proj_${hash("sha256", `chatkit project ${key}`).slice(0, 24)}`;
}

function digest(key: string): Buffer {
  return hash("sha256", key, "buffer");
}

function readBearer(authorization = ""): string | undefined {
  // The scheme has no case (RFC 9110, section 11.1).
  return /^Bearer +(\S.*)$/i.exec(authorization)?.[1];
}
