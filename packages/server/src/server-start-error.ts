/** The server cannot start: its port cannot be had. The message is one line. */
export class ServerStartError extends Error {
  override readonly name = "ServerStartError";
}

/** Says in one line why a server does not listen. */
export function explainListenError(
  cause: Error & { code?: string | undefined },
  port: number,
  host: string,
): ServerStartError {
  const problem = PROBLEMS[cause.code ?? ""] ?? `cannot be listened on (${cause.message})`;
  return new ServerStartError(`port ${port} on ${host} ${problem}`, { cause });
}

const PROBLEMS: Readonly<Record<string, string>> = {
  EADDRINUSE: "is in use; choose another one, or 0 for any that is free",
  EACCES: "is reserved; choose one from 1024 to 65535, or 0 for any that is free",
  EADDRNOTAVAIL: "is out of reach: this machine has no such address",
  ENOTFOUND: "is out of reach: nobody knows this host",
};
