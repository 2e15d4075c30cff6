import type { BackendNotice } from "../backend-notice.ts";

/** Which backend is shown where it is a live one, and whether it can be changed from here. */
export function BackendTag({ notice: { liveHost, allowsWrites } }: { notice: BackendNotice }) {
  const access = allowsWrites ? "writes allowed" : "read-only";
  return (
    <p className="backend-tag">{liveHost === undefined ? "Demo" : `${liveHost}, ${access}`}</p>
  );
}
