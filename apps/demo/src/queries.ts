import { createQueries, type Queries } from "@chatkit-contract/client/query";

import { chatkit } from "./chatkit.ts";

/** The query options of every operation, made from the contract. */
export const queries: Queries = createQueries(chatkit);
