import type { operations } from "@chatkit-contract/types";
import type { OperationId } from "@chatkit-contract/types/operations";

import type { Store } from "../store/store.ts";

/** Answers one operation: takes a call that the contract has nothing against, and gives the body of its success. */
export type Handler<Id extends OperationId> = (call: Call<Id>) => Promise<SuccessBody<Id>>;

/** Handlers by operation; an operation without one is answered from the contract. */
export type Handlers = { readonly [Id in OperationId]?: Handler<Id> };

/** A call of an operation, its parts under the contract's types. */
export interface Call<Id extends OperationId> {
  readonly store: Store;
  /** Whose data the call sees. */
  readonly project: string;
  /** When it came, in whole seconds since 1970-01-01T00:00:00Z. */
  readonly now: number;
  readonly path: PartOf<Id, "path">;
  readonly query: PartOf<Id, "query">;
  /** The headers under their names in small letters. */
  readonly headers: LowerCased<PartOf<Id, "header">>;
  readonly body: BodyOf<Id>;
}

/** The body of an operation's success; undefined where it has none. */
export type SuccessBody<Id extends OperationId> = Responses<Id>[keyof Responses<Id> &
  SuccessStatus] extends { content: Record<JsonType, infer Body> }
  ? Body
  : undefined;

type Responses<Id extends OperationId> = operations[Id]["responses"];
type SuccessStatus = 200 | 201 | 202 | 204;
type JsonType = "application/json";

type PartOf<Id extends OperationId, Part extends "path" | "query" | "header"> =
  operations[Id]["parameters"] extends Record<Part, infer Values>
    ? Values
    : operations[Id]["parameters"] extends { [Name in Part]?: infer Values }
      ? Exclude<Values, undefined>
      : never;

type LowerCased<Headers> = { [Name in keyof Headers as Lowercase<Name & string>]: Headers[Name] };

type BodyOf<Id extends OperationId> = operations[Id] extends {
  requestBody: { content: Record<JsonType, infer Body> };
}
  ? Body
  : undefined;
