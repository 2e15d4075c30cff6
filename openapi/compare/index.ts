export { compareContracts } from "./compare.ts";
export { render, type Difference, type Direction, type Kind, type Part } from "./difference.ts";
