/** What the demo's proxy passes calls on to. */
export interface Backend {
  /** The absolute URL that stands in for `/v1`. */
  baseUrl: string;
  /** The bearer key that the proxy adds. The browser never sees it. */
  apiKey: string;
}
