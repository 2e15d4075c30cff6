import type { operations } from "@chatkit-contract/types";

import type { Api, PageLinks, UNKNOWN, UnknownValue } from "../src/index.ts";
import type {
  ChatKitInfiniteQuery,
  ChatKitMutation,
  ChatKitQuery,
  Queries,
} from "../src/query/index.ts";

// What each operation takes and answers is openapi-typescript's word, in `operations`; the facade is our generator's.
// Here the facade is held against `operations`, whichever there are: a name in a `Lying…` type is a lie.

type Id = keyof operations;
/** Fails to compile over anything but never, and the error names what it is. */
type None<Lies extends never> = Lies;

type MethodOf<Group, Name extends string> = Name extends `${infer Head}.${infer Tail}`
  ? Head extends keyof Group
    ? MethodOf<Group[Head], Tail>
    : never
  : Name extends keyof Group
    ? Extract<Group[Name], (...args: never[]) => unknown>
    : never;
type Method<Name extends Id> = MethodOf<Api, Name>;

/** The success answer on the wire, undefined where there is no body. */
type Wire<Name extends Id> =
  Success<operations[Name]["responses"]> extends { content: { "application/json": infer Content } }
    ? Content
    : undefined;
type Success<Answers> = Answers[Extract<keyof Answers, 200 | 201 | 202 | 204>];

/** A type of the client without the cases that the contract does not know. */
type Known<T> = T extends UnknownValue
  ? never
  : typeof UNKNOWN extends (
        T extends { readonly raw: unknown } ? T[Exclude<keyof T, "raw">] : never
      )
    ? never
    : T extends readonly (infer Element)[]
      ? Known<Element>[]
      : T extends object
        ? { [K in keyof T]: Known<T[K]> }
        : T;

type IsAny<T> = 0 extends 1 & T ? true : false;
type IsSame<A, B> =
  IsAny<A> extends true ? false : [A] extends [B] ? ([B] extends [A] ? true : false) : false;

/** What a call resolves with, without what a page knows besides the fields of the wire. */
type Result<Name extends Id> = WithoutLinks<Awaited<ReturnType<Method<Name>>>>;
type WithoutLinks<T> = T extends PageLinks<unknown> ? Omit<T, keyof PageLinks<unknown>> : T;
type LyingResults = {
  [Name in Id]: [Method<Name>] extends [never]
    ? Name
    : IsSame<Known<Result<Name>>, Wire<Name> extends undefined ? void : Wire<Name>> extends true
      ? never
      : Name;
}[Id];

export type NoLyingResults = None<LyingResults>;

/** What stands behind the path values: a body, a query, the options. */
type Rest<Name extends Id> = DropStrings<Required<Parameters<Method<Name>>>>;
type DropStrings<T extends unknown[]> = T extends [string, ...infer Others]
  ? DropStrings<Others>
  : T;

type Body<Name extends Id> = [NonNullable<operations[Name]["requestBody"]>] extends [never]
  ? []
  : NonNullable<operations[Name]["requestBody"]> extends {
        content: { "application/json": infer Content };
      }
    ? [Content]
    : [];
type Query<Name extends Id> = [NonNullable<operations[Name]["parameters"]["query"]>] extends [never]
  ? []
  : [NonNullable<operations[Name]["parameters"]["query"]>];
type WithoutOptions<T extends unknown[]> = T extends [...infer Others, unknown] ? Others : never;

type LyingParameters = {
  [Name in Id]: IsSame<WithoutOptions<Rest<Name>>, Expected<Name>> extends true
    ? IsSame<Keys<WithoutOptions<Rest<Name>>>, Keys<Expected<Name>>> extends true
      ? never
      : Name
    : Name;
}[Id];
type Expected<Name extends Id> = [...Body<Name>, ...Query<Name>];
/** Types that differ only in optional fields are assignable to each other; their names tell them apart. */
type Keys<T extends unknown[]> = { [Index in keyof T]: keyof T[Index] };

export type NoLyingParameters = None<LyingParameters>;

/** Each path parameter is one leading string. */
type Strings<T extends unknown[]> = T extends [infer First, ...infer Others]
  ? IsSame<First, string> extends true
    ? [string, ...Strings<Others>]
    : []
  : [];
type LyingPaths = {
  [Name in Id]: [operations[Name]["parameters"]["path"]] extends [undefined]
    ? Strings<Required<Parameters<Method<Name>>>> extends []
      ? never
      : Name
    : Strings<Required<Parameters<Method<Name>>>> extends []
      ? Name
      : never;
}[Id];

export type NoLyingPaths = None<LyingPaths>;

/** What a listing yields is what its pages hold. */
type LyingListings = {
  [Name in Id]: ReturnType<Method<Name>> extends AsyncIterable<infer Item>
    ? IsSame<Item, Extract<Result<Name>[keyof Result<Name>], unknown[]>[number]> extends true
      ? never
      : Name
    : never;
}[Id];

export type NoLyingListings = None<LyingListings>;

/** What there is for TanStack Query of an operation. */
type Makers<Name extends Id> = MakersOf<Queries, Name>;
type MakersOf<Group, Name extends string> = Name extends `${infer Head}.${infer Tail}`
  ? Head extends keyof Group
    ? MakersOf<Group[Head], Tail>
    : never
  : Name extends keyof Group
    ? Group[Name]
    : never;

/** The data of an operation's query or mutation: a query has null where there is no body. */
type CachedData<Name extends Id> =
  Makers<Name> extends { query: (...args: never[]) => ChatKitQuery<infer Data> }
    ? Data extends null
      ? void
      : Data
    : Makers<Name> extends { mutation: () => ChatKitMutation<infer Data, never> }
      ? Data
      : "no query and no mutation";
type LyingData = {
  [Name in Id]: IsSame<CachedData<Name>, Result<Name>> extends true ? never : Name;
}[Id];

export type NoLyingData = None<LyingData>;

/** A listing has an infinite query, and nothing else has. */
type LyingPages = {
  [Name in Id]: Makers<Name> extends {
    infinite: (...args: never[]) => ChatKitInfiniteQuery<infer Fields>;
  }
    ? ReturnType<Method<Name>> extends AsyncIterable<unknown>
      ? IsSame<Fields, Result<Name>> extends true
        ? never
        : Name
      : Name
    : ReturnType<Method<Name>> extends AsyncIterable<unknown>
      ? Name
      : never;
}[Id];

export type NoLyingPages = None<LyingPages>;

/** A query is made of what the call takes; a mutation is given it by name. */
type Taken<Name extends Id> = WithoutOptions<Required<Parameters<Method<Name>>>>;
type LyingArguments = {
  [Name in Id]: Makers<Name> extends { query: (...args: infer Arguments) => unknown }
    ? IsSame<WithoutOptions<Required<Arguments>>, Taken<Name>> extends true
      ? IsSame<Keys<WithoutOptions<Required<Arguments>>>, Keys<Taken<Name>>> extends true
        ? never
        : Name
      : Name
    : Makers<Name> extends {
          mutation: () => { mutationFn: (variables: infer Variables) => unknown };
        }
      ? IsSame<
          Omit<Required<Exclude<Variables, void>>, "options">,
          PathByName<Name> & Named<"body", Body<Name>> & Named<"query", Query<Name>>
        > extends true
        ? never
        : Name
      : Name;
}[Id];
type PathByName<Name extends Id> = [operations[Name]["parameters"]["path"]] extends [undefined]
  ? unknown
  : operations[Name]["parameters"]["path"];
type Named<Key extends string, Part extends unknown[]> = Part extends [infer Value]
  ? Record<Key, Value>
  : unknown;

export type NoLyingArguments = None<LyingArguments>;
