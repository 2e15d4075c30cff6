import { resolve, type Schema } from "./contract.ts";

/**
 * Fills in what a value leaves out, from the `default` keywords of its schema, at every depth. A default may leave out
 * parts in turn: `{}` stands for the defaults of an object's fields.
 *
 * @param schema The contract's schema, references and all.
 * @param value A value that is valid under it. It stays as it is.
 */
export function fillDefaults(schema: Schema, value: unknown): unknown {
  const { properties } = resolve(schema);
  if (properties === undefined || typeof value !== "object" || value === null) {
    return value;
  }
  const given = value as Readonly<Record<string, unknown>>;
  const filled = Object.entries(properties).flatMap(([name, property]) => {
    const own = Object.hasOwn(given, name) ? given[name] : defaultOf(property);
    return own === undefined ? [] : [[name, fillDefaults(property, own)] as const];
  });
  return { ...given, ...Object.fromEntries(filled) };
}

/** A default beside a reference wins over one of what is referred to. */
function defaultOf(schema: Schema): unknown {
  return schema.default ?? resolve(schema).default;
}
