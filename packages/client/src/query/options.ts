import type { DataTag, InfiniteData, QueryKey } from "@tanstack/query-core";

import type { ApiError, ConnectionError, InvalidAnswerError, TimeoutError } from "../errors.ts";

/** The start of a key: the prefix, then the parts of the operation's id. */
export type ChatKitKey = readonly string[];

/**
 * Why a query or mutation fails; `kind` tells which it is. Beside these there is only the `TypeError` for a mistake in an
 * argument, and whatever an `apiKey` function throws.
 */
export type ChatKitQueryError = ApiError | ConnectionError | InvalidAnswerError | TimeoutError;

/** What the options of every query and mutation have. It also tells TanStack Query the type of the error. */
interface Failing {
  /** `false`: the client has tried again already, where that helps. With more here attempts multiply. */
  readonly retry: boolean | number | ((failureCount: number, error: ChatKitQueryError) => boolean);
  /** Left out. */
  readonly throwOnError?: boolean | ((error: ChatKitQueryError) => boolean);
}

/** Options for `useQuery`, `useSuspenseQuery`, `fetchQuery` and whatever else takes a query's. */
export interface ChatKitQuery<Data> extends Failing {
  /** The prefix, the parts of the operation's id, its path values and its query. It knows the type of the data. */
  readonly queryKey: DataTag<QueryKey, Data, ChatKitQueryError>;
  /** Makes the call. The signal ends it when nobody waits for it any more. */
  readonly queryFn: (context: { readonly signal: AbortSignal }) => Promise<Data>;
}

/** Options for `useInfiniteQuery`, `fetchInfiniteQuery` and whatever else takes an infinite query's. */
export interface ChatKitInfiniteQuery<Page> extends Failing {
  /** As that of the query, with one more word. It knows the type of the data. */
  readonly queryKey: DataTag<QueryKey, InfiniteData<Page, PageParam>, ChatKitQueryError>;
  /** Fetches one page. The signal ends that when nobody waits for it any more. */
  readonly queryFn: (context: {
    readonly signal: AbortSignal;
    readonly pageParam: PageParam;
  }) => Promise<Page>;
  /** No cursor: the first page is what the query selects. */
  readonly initialPageParam: PageParam;
  /** Where the listing goes on in the direction of travel; undefined where it ends. */
  readonly getNextPageParam: GetPageParam<Page>;
  /** Where the listing lies that the first page has behind it; undefined where there is nothing. */
  readonly getPreviousPageParam: GetPageParam<Page>;
}

type GetPageParam<Page> = (
  page: Page,
  pages: Page[],
  pageParam: PageParam,
  pageParams: PageParam[],
) => PageParam | undefined;

/** Where a page of an infinite query lies, by a cursor; with none it is the page that the query selects. Plain data. */
export interface PageParam {
  /** The page behind this cursor. */
  readonly after?: string;
  /** The page in front of this cursor. */
  readonly before?: string;
  /** Whether the listing came back to a cursor that it had before: fetching such a page fails. */
  readonly isRepeated?: true;
}

/** Options for `useMutation` and whatever else takes a mutation's. */
export interface ChatKitMutation<Data, Variables> extends Failing {
  /** The prefix and the parts of the operation's id. */
  readonly mutationKey: ChatKitKey;
  /** Makes the call. */
  readonly mutationFn: (variables: Variables) => Promise<Data>;
}
