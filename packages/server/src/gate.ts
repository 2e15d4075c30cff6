/** What requests wait at while a server's data is being made. */
export interface Gate {
  /** Settles when the data is there, and never fails; undefined when nothing has to be waited for. */
  readonly opening: Promise<void> | undefined;
  /** Makes data, after whoever is at it, and keeps the gate closed meanwhile. */
  during<Result>(work: () => Promise<Result>): Promise<Result>;
}

/** Makes a gate, which is open. */
export function createGate(): Gate {
  let opening: Promise<void> | undefined;
  return {
    get opening() {
      return opening;
    },
    during: async (work) => {
      const before = opening;
      const { promise, resolve: open } = Promise.withResolvers<void>();
      opening = promise;
      await before;
      try {
        return await work();
      } finally {
        opening = opening === promise ? undefined : opening;
        open();
      }
    },
  };
}
