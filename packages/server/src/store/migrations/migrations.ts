import { threadsAndSessions } from "./0001-threads-and-sessions.ts";
import type { Migration } from "./migration.ts";

/** Every migration, in order. They are modules, not files of SQL, so that the compiler alone ships them. */
export const migrations: readonly Migration[] = [threadsAndSessions];
