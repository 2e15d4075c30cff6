import { validate } from "@chatkit-contract/types/validators/answers/ThreadList";

export function isThreadPage(value: unknown): boolean {
  return validate(value);
}
