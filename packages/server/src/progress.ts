/** Shows how far a long piece of work is. */
export interface Progress {
  update(done: number): void;
  end(): void;
}

/** A bar on stderr where a person looks on, a line for each tenth elsewhere. */
export async function showProgress(total: number, unit: string): Promise<Progress> {
  return process.stderr.isTTY ? showBar(total, unit) : showLines(total, unit);
}

async function showBar(total: number, unit: string): Promise<Progress> {
  const { default: progress } = await import("cli-progress");
  const format = `{bar} {percentage}% | {value} of {total} ${unit} | {eta_formatted} to go`;
  const bar = new progress.SingleBar(
    { format, clearOnComplete: true, hideCursor: true },
    progress.Presets.shades_classic,
  );
  bar.start(total, 0);
  return { update: (done) => bar.update(done), end: () => bar.stop() };
}

function showLines(total: number, unit: string): Progress {
  let shown = 0;
  return {
    update: (done) => {
      const tenth = Math.floor((done / total) * 10);
      if (tenth > shown) {
        shown = tenth;
        process.stderr.write(`${done} of ${total} ${unit}\n`);
      }
    },
    end: () => {},
  };
}
