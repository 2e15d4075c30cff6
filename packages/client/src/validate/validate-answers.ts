import type { OperationId } from "@chatkit-contract/types/operations";
import { explain, type Issue, type Validate } from "@chatkit-contract/types/validation";
import { answers } from "@chatkit-contract/types/validators/answers";

import type { AnswerCheck } from "../binder.ts";

/** What {@link validateAnswers} takes beside its mode. */
export interface ValidateAnswersOptions {
  /** Is told what is wrong with an answer that `"warn"` lets pass, in one line. Default: `console.warn`. */
  onProblem?: ((problem: string, operationId: OperationId) => void) | undefined;
}

/**
 * Makes the check for the client's option `validate`: every success answer is held against the contract, whose
 * validators were compiled ahead of time (no `eval`). What is newer than the contract passes: further fields, values of
 * open enums, cases of open unions. A problem names the path, the type and what is allowed, and no value of the answer.
 *
 * @param mode `"throw"` rejects the call with an `InvalidAnswerError`, `"warn"` tells `onProblem` and lets it resolve.
 * @throws {TypeError} The mode is neither.
 * @example
 * const chatkit = createChatKit({ apiKey: "sk-example", validate: validateAnswers("warn") });
 */
export function validateAnswers(
  mode: "warn" | "throw" = "throw",
  { onProblem = (problem) => console.warn(problem) }: ValidateAnswersOptions = {},
): AnswerCheck {
  // Callers without types may ask for anything.
  if (!["warn", "throw"].includes(mode)) {
    throw new TypeError(
      `validateAnswers: mode is ${JSON.stringify(mode)}; it must be "warn" or "throw"`,
    );
  }
  return (operationId, answer) => {
    const validate = findValidator(operationId);
    if (validate === undefined || validate(answer)) {
      return undefined;
    }
    const problem = describe(explain(validate.errors, answer));
    if (mode === "throw") {
      return problem;
    }
    onProblem(`${operationId}: the answer is not what the contract says: ${problem}`, operationId);
    return undefined;
  };
}

/** The validator of an operation's success answer, which is the first one as the operations table sees it. */
function findValidator(operationId: OperationId): Validate | undefined {
  const byStatus = answers[operationId];
  const success = Object.keys(byStatus).find((status) => status.startsWith("2"));
  return success === undefined ? undefined : byStatus[success];
}

/** The issue without the value at fault, which may identify a person. */
function describe({ path, rule, given, allowed }: Issue): string {
  // The names in a path may come from whoever sent the answer, with any character.
  const place = path === "" ? "body" : JSON.stringify(path).slice(1, -1);
  return rule === "required"
    ? `its ${place} is missing`
    : `its ${place} must be ${allowed}, and is ${nameType(given)}`;
}

function nameType(value: unknown): string {
  if (value === null) {
    return "null";
  }
  const type = Array.isArray(value) ? "array" : typeof value;
  return `${/^[aeiou]/.test(type) ? "an" : "a"} ${type}`;
}
