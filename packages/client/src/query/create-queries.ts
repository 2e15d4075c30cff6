import type { Operation } from "@chatkit-contract/types";
import { operations, type OperationId } from "@chatkit-contract/types/operations";

import type { CallOptions } from "../call-options.ts";
import { InvalidAnswerError } from "../errors.ts";
import type { Api } from "../facade.gen.ts";
import type { Envelope, ListingQuery } from "../page.ts";
import type { Queries } from "../query.gen.ts";
import type { PageParam } from "./options.ts";
import { isAtLoss, nextParam, previousParam, queryOf } from "./page-params.ts";

/** What {@link createQueries} takes besides the client. */
export interface QueriesOptions {
  /**
   * How every key begins. Clients of two projects or base URLs that share a cache have to differ in it, since no key
   * holds either. Default: `["chatkit"]`.
   */
  prefix?: readonly string[] | undefined;
}

/**
 * Creates the TanStack Query options of every operation, for whichever framework. Nothing is sent.
 *
 * @param chatkit The client that makes the calls.
 * @example
 * const queries = createQueries(createChatKit({ apiKey: "sk-example" }));
 * const thread = useQuery(queries.threads.retrieve.query("cthr_123"));
 * const threads = useInfiniteQuery(queries.threads.list.infinite({ user: "user_123" }));
 */
export function createQueries(
  chatkit: Api,
  { prefix = ["chatkit"] }: QueriesOptions = {},
): Queries {
  const root: Group = {};
  for (const operationId of Object.keys(operations) as OperationId[]) {
    const parts = operationId.split(".");
    const name = parts.pop() as string;
    let group = root;
    let methods = chatkit as unknown as Group;
    for (const part of parts) {
      group = (group[part] ??= {}) as Group;
      methods = methods[part] as Group;
    }
    const key = [...prefix, ...parts, name];
    // Looked up at each call, as a method is.
    const call: Call = (...args) => (methods[name] as Call)(...args);
    group[name] = { key, ...bind(operations[operationId], operationId, key, call) };
  }
  // The types, the facade and the operations table come from the same contract in the same run.
  return root as unknown as Queries;
}

type Group = Record<string, unknown>;
type Call = (...args: unknown[]) => Promise<unknown>;

/** The makers of an operation's options. */
function bind(operation: Operation, operationId: string, key: string[], call: Call): Group {
  const { method, path, takesBody, takesQuery, headerOptions = {}, pagination } = operation;
  const failed = { operation: operationId, method, url: path };
  const pathNames = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name as string);

  if (method !== "GET" && method !== "HEAD" && !pagination) {
    const names = [...pathNames, ...(takesBody ? ["body"] : []), ...(takesQuery ? ["query"] : [])];
    return {
      mutation: () => ({
        mutationKey: key,
        mutationFn: async (variables: Group = {}) =>
          call(...[...names, "options"].map((name) => variables[name])),
        retry: false,
      }),
    };
  }

  /** Path values, then the body, then the query, as the facade's method takes them; then the key that they make. */
  const read = (args: unknown[]) => {
    const rest = args.slice(pathNames.length);
    const sent = [...args.slice(0, pathNames.length), ...(takesBody ? [rest.shift()] : [])];
    const given = (takesQuery ? rest.shift() : {}) as ListingQuery | null | undefined;
    const query = withoutUndefined(given ?? {});
    const options = rest[0] as CallOptions | undefined;
    const headers = withoutUndefined(
      Object.fromEntries(
        Object.keys(headerOptions).map((name) => [name, (options as Group | undefined)?.[name]]),
      ),
    );
    const queryKey = [
      ...key,
      ...sent,
      ...(takesQuery ? [query] : []),
      ...(Object.keys(headers).length > 0 ? [headers] : []),
    ];
    const send = (selected: ListingQuery, signal: AbortSignal): Promise<unknown> =>
      // The client refuses null when it is called; a render goes on.
      call(...sent, ...(takesQuery ? [given === null ? null : selected] : []), {
        ...options,
        signal,
      });
    return { queryKey, query, send };
  };

  return {
    query: (...args: unknown[]) => {
      const { queryKey, query, send } = read(args);
      return {
        queryKey,
        queryFn: async ({ signal }: { signal: AbortSignal }) =>
          pagination ? plain(await send(query, signal)) : ((await send(query, signal)) ?? null),
        retry: false,
      };
    },
    ...(pagination && {
      infinite: (...args: unknown[]) => {
        const { queryKey, query, send } = read(args);
        const listing = { pagination, query };
        return {
          queryKey: [...queryKey, "infinite"],
          queryFn: async (context: { signal: AbortSignal; pageParam: PageParam }) => {
            const { pageParam } = context;
            if (pageParam.isRepeated) {
              throw new InvalidAnswerError(
                failed,
                "the listing goes on, but from a cursor it had before: it would never end",
              );
            }
            const page = plain(await send(queryOf(listing, pageParam), context.signal));
            if (isAtLoss(listing, page, pageParam)) {
              throw new InvalidAnswerError(
                failed,
                "the listing goes on, but the page names no cursor to go on from",
              );
            }
            return page;
          },
          initialPageParam: {},
          getNextPageParam: (page: Envelope, _pages: unknown, param: PageParam, all: PageParam[]) =>
            nextParam(listing, page, param, all),
          getPreviousPageParam: (
            page: Envelope,
            _pages: unknown,
            param: PageParam,
            all: PageParam[],
          ) => previousParam(listing, page, param, all),
          retry: false,
        };
      },
    }),
  };
}

/** A page without its links, which would not outlive the cache's structural sharing. */
function plain(page: unknown): Envelope {
  return { ...(page as Envelope) };
}

function withoutUndefined(fields: Readonly<Group>): Group {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
