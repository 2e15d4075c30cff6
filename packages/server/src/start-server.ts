import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import type { AddressInfo } from "node:net";

import type { FastifyInstance } from "fastify";

import { createApp } from "./app.ts";
import { createClock, type Clock } from "./clock.ts";
import { BASE_PATH } from "./contract.ts";
import { CONTROL_PATH } from "./control/control.ts";
import { importNdjson } from "./data/ndjson.ts";
import { drain } from "./drain.ts";
import type { ActiveFault, Fault } from "./faults/fault.ts";
import { createFaultList } from "./faults/fault-list.ts";
import { readFault } from "./faults/read-fault.ts";
import { fillProjects, findEmptyProjects } from "./fill.ts";
import { createGate } from "./gate.ts";
import { handlers } from "./handlers/handlers.ts";
import { ImportError, toNdjson, type ImportSource } from "./import-error.ts";
import { createLogger } from "./logger.ts";
import { checkOptions, type ServerOptions } from "./options.ts";
import { createProjects } from "./projects.ts";
import { createRateLimit } from "./rate-limit.ts";
import { explainListenError } from "./server-start-error.ts";
import { createSqliteStore } from "./store/open-store.ts";
import type { StoredRecord } from "./store/store.ts";

/** A server that listens. */
export interface ChatKitServer {
  /** The base URL for clients, with the path of the contract's server: `http://127.0.0.1:4020/v1`. */
  readonly url: string;
  /** The time that the server goes by. */
  readonly clock: Clock;
  /** The control API; undefined where there is none. */
  readonly control: { readonly url: string; readonly secret: string } | undefined;
  /** Brings everything back to what it was at the start: the data of every project, faults, clock and limits. */
  readonly reset: () => Promise<void>;
  /**
   * Writes records, or lines of NDJSON, into a project. One whose id is there already is replaced in place, so that an
   * import may be repeated. A thread comes before its items.
   *
   * @returns How many records were written.
   * @throws {ImportError} Some cannot stand.
   * @throws {RangeError} No project has the key.
   */
  readonly import: (records: ImportSource, options?: ProjectOptions) => Promise<number>;
  /**
   * Every record of a project, such that an import of them into an empty one gives the same listings.
   *
   * @throws {RangeError} No project has the key.
   */
  readonly export: (options?: ProjectOptions) => AsyncIterable<StoredRecord>;
  /**
   * Orders a fault: the next call, or as the fault says, goes wrong.
   *
   * @throws {BadFaultError} It makes no sense.
   * @example
   * server.failNext({ operation: "threads.list", status: 503, times: 2 });
   */
  readonly failNext: (fault: Fault) => ActiveFault;
  /** The faults that are in force. */
  readonly faults: { readonly list: () => ActiveFault[]; readonly clear: () => void };
  /**
   * Stops listening, lets what is under way be answered, for at most five seconds, and ends every connection. May be
   * called again.
   */
  readonly close: () => Promise<void>;
}

/** Whose data it is about. */
export interface ProjectOptions {
  /** The project's key. Default: the first that the server lets in. */
  apiKey?: string | undefined;
}

/**
 * Starts a server of the whole ChatKit REST API. Any number may run side by side in one process.
 *
 * @throws {TypeError} An option is unknown or wrong.
 * @throws {ServerStartError} The port cannot be had.
 * @throws {StoreOpenError} The database cannot be opened.
 * @example
 * const server = await startServer({ threads: 50 });
 * const chatkit = createChatKit({ apiKey: "any", baseUrl: server.url });
 * console.log((await chatkit.threads.list()).data.length);
 * await server.close();
 */
export async function startServer(options: ServerOptions = {}): Promise<ChatKitServer> {
  checkOptions(options);
  const { database, port = 0, host = "127.0.0.1", threads, seed = 1, onProgress } = options;
  const { control: hasControl = database === undefined, logUsers: logsUsers = false } = options;
  const projects = createProjects([options.apiKey ?? []].flat());
  const clock = createClock(options.now);
  const faults = createFaultList();
  const gate = createGate();
  const rateLimit = options.rateLimit ? createRateLimit(options.rateLimit, clock) : undefined;
  const log = await createLogger(options.log, { logsUsers });
  const closing = new AbortController();

  const isNew = database === undefined || !existsSync(database);
  const store = await createSqliteStore({ file: database });
  const reset = (): Promise<void> =>
    gate.during(async () => {
      for (const project of projects.ids) {
        await store.clear(project);
      }
      faults.clear();
      clock.reset();
      rateLimit?.reset();
      await fillProjects(store, projects.ids, { threads, seed, onProgress });
    });
  const secret = options.controlSecret ?? randomBytes(24).toString("base64url");
  const app = createApp({
    store,
    projects,
    clock,
    faults,
    gate,
    handlers,
    isStrict: options.strict ?? false,
    rateLimit,
    log,
    logsUsers,
    closing: closing.signal,
    control: hasControl ? { secret, reset } : undefined,
  });

  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closed ??= drain(app, closing).finally(() => store.close());
    return closed;
  };
  let origin: string;
  try {
    origin = await gate.during(async () => {
      // The port first: whoever cannot have it need not wait for the data.
      const listening = await listen(app, port, host);
      const empty =
        isNew || threads !== undefined ? await findEmptyProjects(store, projects.ids) : [];
      await fillProjects(store, empty, { threads, seed, onProgress });
      return listening;
    });
  } catch (error) {
    await close();
    throw error;
  }

  const projectOf = (apiKey: string | undefined): string => {
    const id = apiKey === undefined ? projects.ids[0] : projects.identify(`Bearer ${apiKey}`);
    if (id === undefined) {
      throw new RangeError(
        "no project has this apiKey; the server lets in those it was started with",
      );
    }
    return id;
  };
  return {
    url: origin + BASE_PATH,
    clock,
    control: hasControl ? { url: origin + CONTROL_PATH, secret } : undefined,
    reset,
    import: async (records, { apiKey } = {}) => {
      const imported = await importNdjson(store, projectOf(apiKey), toNdjson(records));
      if (imported.faultCount > 0) {
        throw new ImportError(imported);
      }
      return imported.written;
    },
    export: ({ apiKey } = {}) => store.exportRecords(projectOf(apiKey)),
    failNext: (fault) => faults.add(readFault(fault)),
    faults: { list: () => faults.list(), clear: () => faults.clear() },
    close,
  };
}

async function listen(app: FastifyInstance, port: number, host: string): Promise<string> {
  try {
    await app.listen({ port, host });
  } catch (error) {
    throw explainListenError(error as NodeJS.ErrnoException, port, host);
  }
  const { address, family, port: bound } = app.server.address() as AddressInfo;
  // What listens on every interface is reached on the loopback too, and a URL needs one host.
  const reached = { "0.0.0.0": "127.0.0.1", "::": "::1" }[address] ?? address;
  return `http://${family === "IPv6" ? `[${reached}]` : reached}:${bound}`;
}
