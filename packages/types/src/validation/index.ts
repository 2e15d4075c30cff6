export { createIssue, explain, type Issue } from "./explain.ts";
export type { Fault, RequestValidators, Validate } from "./validate.ts";
export {
  validateHeaders,
  validateRequest,
  type RequestToValidate,
  type ValidatedRequest,
} from "./validate-request.ts";
