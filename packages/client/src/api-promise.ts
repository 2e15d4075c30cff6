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
export function createApiPromise<T>(answer: Promise<WithResponse<T>>): ApiPromise<T> {
  const data = answer.then((answered) => answered.data);
  const withResponse = (): Promise<WithResponse<T>> => {
    // Whoever asks for the answer hears of a failure there.
    data.catch(() => {});
    return answer;
  };
  return Object.assign(data, { withResponse });
}
