/**
 * The code with which each rule is refused, by the contract's own words: the description of `ErrorCode`, and Requests
 * in the description of the whole. Written down here a second time on purpose: what is under test has its own table.
 */
export const REFUSAL_CODES = {
  required: "missing_required_parameter",
  additionalProperties: "unknown_parameter",
  duplicate: "duplicate_parameter",
  type: "invalid_type",
  // There is no code of its own for a number that need not be whole.
  minimum: "integer_below_min_value",
  exclusiveMinimum: "integer_below_min_value",
  maximum: "integer_above_max_value",
  exclusiveMaximum: "integer_above_max_value",
  minLength: "string_below_min_length",
  maxLength: "string_above_max_length",
  maxProperties: "object_above_max_properties",
  // The right type, but not one of the values or forms allowed.
  minProperties: "invalid_value",
  minItems: "invalid_value",
  maxItems: "invalid_value",
  multipleOf: "invalid_value",
  enum: "invalid_value",
  const: "invalid_value",
  pattern: "invalid_value",
  format: "invalid_value",
} as const;

/** A rule that a request can break: a keyword of JSON Schema, or `duplicate`. */
export type Rule = keyof typeof REFUSAL_CODES;
