/**
 * Ends the process on SIGINT or SIGTERM, with exit code 0, once `close` has done its work. A second signal does not wait
 * for that: the exit code is 130.
 */
export function stopOnSignals(close: () => Promise<void>): void {
  let isStopping = false;
  const stop = async (): Promise<void> => {
    if (isStopping) {
      process.exit(130);
    }
    isStopping = true;
    await close();
    process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => void stop());
  }
}
