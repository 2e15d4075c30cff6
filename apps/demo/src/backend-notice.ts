/** What the demo's server tells its page of the backend, in `meta` elements: the page sees the proxy alone. */
export interface BackendNotice {
  /** The host of the live API that is shown; undefined for the demo's own server, and where nobody tells. */
  liveHost: string | undefined;
  /** Whether calls that change something get through. */
  allowsWrites: boolean;
}

/** The names of the `meta` elements. */
const NAMES = { liveHost: "backend-live-host", allowsWrites: "backend-allows-writes" } as const;

/** The notice as `meta` elements, by name. */
export function writeNotice({ liveHost, allowsWrites }: BackendNotice): Record<string, string> {
  return {
    ...(liveHost === undefined ? {} : { [NAMES.liveHost]: liveHost }),
    [NAMES.allowsWrites]: String(allowsWrites),
  };
}

/** Reads the notice from a page. One that is told nothing, such as a built one, does not write. */
export function readNotice(page: Document): BackendNotice {
  const read = (name: string): string | undefined =>
    page.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content;
  return { liveHost: read(NAMES.liveHost), allowsWrites: read(NAMES.allowsWrites) === "true" };
}
