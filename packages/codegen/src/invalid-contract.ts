/** A contract that cannot be generated from. The message has one line a problem: file:line:column, rule, what to do. */
export class InvalidContractError extends Error {
  override name = "InvalidContractError";
}
