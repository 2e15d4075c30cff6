import type { Order } from "@chatkit-contract/types";
import contract from "@chatkit-contract/types/openapi.json" with { type: "json" };

/** The size of a page for which no limit is given. */
export const DEFAULT_LIMIT: number = contract.components.parameters.limit.schema.default;

/** The direction of a listing for which none is given. */
// JSON has no literal types.
export const DEFAULT_ORDER: Order = contract.components.schemas.Order.default as Order;
