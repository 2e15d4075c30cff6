export { validateAnswers, type ValidateAnswersOptions } from "./validate-answers.ts";
export { warnOnNewerContract } from "./warn-on-newer-contract.ts";
