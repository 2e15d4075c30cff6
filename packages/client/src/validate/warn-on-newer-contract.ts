import { CONTRACT_VERSION } from "@chatkit-contract/types/operations";

import type { Hooks } from "../hooks.ts";

/**
 * Makes a hook that warns, once for each version, when a server answers with a contract whose major version is newer than
 * this client's: something may have changed that this client cannot know. A server that does not say its version is
 * taken for an old one.
 *
 * @param warn Is told in one line. Default: `console.warn`.
 * @example
 * const chatkit = createChatKit({ hooks: { onResponse: warnOnNewerContract() } });
 */
export function warnOnNewerContract(
  warn: (problem: string) => void = (problem) => console.warn(problem),
): NonNullable<Hooks["onResponse"]> {
  const told = new Set<string>();
  return ({ contractVersion }) => {
    if (contractVersion === null || told.has(contractVersion)) {
      return;
    }
    told.add(contractVersion);
    if (Number.parseInt(contractVersion, 10) > Number.parseInt(CONTRACT_VERSION, 10)) {
      warn(
        `the server's contract is ${contractVersion}, this client's ${CONTRACT_VERSION}: upgrade @chatkit-contract/client`,
      );
    }
  };
}
