/** A page of anything that has an id. */
export interface Page {
  data: { id: string }[];
  has_more: boolean;
  first_id?: string | null;
  last_id?: string | null;
}

/** The laws of a listing over an array that rests. */
export function pageOf(ids: string[], query: URLSearchParams, size: number): Page {
  const [after, before] = [query.get("after"), query.get("before")];
  const from = after === null ? 0 : ids.indexOf(after) + 1;
  const to = before === null ? ids.length : ids.indexOf(before);
  const isBackward = before !== null && after === null;
  const start = isBackward ? Math.max(from, to - size) : from;
  const end = isBackward ? to : Math.min(to, from + size);
  const data = ids.slice(start, end).map((id) => ({ id }));
  return {
    data,
    has_more: isBackward ? start > from : end < to,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
  };
}
