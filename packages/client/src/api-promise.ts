import type { Answer } from "./binder.ts";

/** What came, and how. */
export interface WithResponse<T> {
  data: T;
  /** The answer; its body has been read. */
  response: Response;
  /** The `x-request-id` of the answer, or null. */
  requestId: string | null;
}

/** The promise of a call: of its data, or with {@link ApiPromise.withResponse} of the whole answer. */
export interface ApiPromise<T> extends Promise<T> {
  /** Resolves with the data and the answer that it came in. */
  withResponse(): Promise<WithResponse<T>>;
}

/** Makes the promise of a call out of the promise of its answer. */
export function createApiPromise(answer: Promise<Answer>): ApiPromise<unknown> {
  const data = answer.then((answered) => answered.data);
  const withResponse = async (): Promise<WithResponse<unknown>> => {
    // Whoever asks for the answer hears of a failure there.
    data.catch(() => {});
    const { data: value, response } = await answer;
    return { data: value, response, requestId: response.headers.get("x-request-id") };
  };
  return Object.assign(data, { withResponse });
}
