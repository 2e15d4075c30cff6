/**
 * Refuses a value that the caller gave.
 *
 * @param place Where it was given: the operation, or the function.
 * @param shown The value, as the message may show it.
 * @param rule What it must be.
 */
export function refuse(place: string, name: string, shown: string, rule: string): never {
  throw new TypeError(`${place}: ${name} is ${shown}; it must be ${rule}`);
}
