import {
  explain,
  validateHeaders,
  validateRequest,
  type Fault,
  type Issue,
  type Validate,
} from "@chatkit-contract/types/validation";
import { validate as validatePage } from "@chatkit-contract/types/validators/answers/ThreadList";
import { validate as validateClosedItems } from "@chatkit-contract/types/validators/closed-answers/ThreadItemList";
import { validate as validateClosedPage } from "@chatkit-contract/types/validators/closed-answers/ThreadList";
import { validate as validateBody } from "@chatkit-contract/types/validators/requests/sessions.create.body";
import fc from "fast-check";
import { expect, test } from "vitest";

const body = { workflow: { id: "wf_1" }, user: "user_1" };
const thread = {
  id: "cthr_1",
  object: "chatkit.thread",
  created_at: 1,
  title: null,
  status: { type: "active" },
  user: "user_1",
};
const page = { object: "list", data: [thread], first_id: null, last_id: null, has_more: false };
const variables = (values: unknown): unknown => ({
  ...body,
  workflow: { id: "wf_1", state_variables: values },
});
const many = Object.fromEntries(Array.from({ length: 65 }, (_, index) => [`k${index}`, index]));

type Row = [
  title: string,
  validate: Validate,
  value: unknown,
  issue: [
    path: string,
    rule: string,
    given: unknown,
    allowed: string,
    code: string,
    message: string,
  ],
];

const rows: Row[] = [
  [
    "a missing field",
    validateBody,
    { workflow: { id: "wf_1" } },
    ["user", "required", undefined, "present", "missing_required_parameter", "user is missing"],
  ],
  [
    "a missing nested field",
    validateBody,
    { ...body, workflow: {} },
    [
      "workflow.id",
      "required",
      undefined,
      "present",
      "missing_required_parameter",
      "workflow.id is missing",
    ],
  ],
  [
    "an unknown field",
    validateBody,
    { ...body, workflow_id: "wf_1" },
    [
      "workflow_id",
      "additionalProperties",
      "wf_1",
      "",
      "unknown_parameter",
      "workflow_id is unknown",
    ],
  ],
  [
    "an unknown field named __proto__",
    validateBody,
    JSON.parse('{"workflow": {"id": "wf_1"}, "user": "u", "__proto__": 1}'),
    ["__proto__", "additionalProperties", 1, "", "unknown_parameter", "__proto__ is unknown"],
  ],
  [
    "an unknown field named constructor",
    validateBody,
    { ...body, constructor: null },
    [
      "constructor",
      "additionalProperties",
      null,
      "",
      "unknown_parameter",
      "constructor is unknown",
    ],
  ],
  [
    "a wrong type",
    validateBody,
    { ...body, user: 7 },
    ["user", "type", 7, "of type string", "invalid_type", "user must be of type string, not 7"],
  ],
  [
    "null instead of a field left out",
    validateBody,
    { ...body, expires_after: null },
    [
      "expires_after",
      "type",
      null,
      "of type object",
      "invalid_type",
      "expires_after must be of type object, not null",
    ],
  ],
  [
    "a null body",
    validateBody,
    null,
    [
      "",
      "type",
      null,
      "of type object",
      "invalid_type",
      "the body must be of type object, not null",
    ],
  ],
  [
    "an array for a body",
    validateBody,
    [body],
    [
      "",
      "type",
      [body],
      "of type object",
      "invalid_type",
      'the body must be of type object, not [{"workflow":{"id":"wf_1"},"user":"user_1"}]',
    ],
  ],
  [
    "a number below its bound",
    validateBody,
    { ...body, rate_limits: { max_requests_per_1_minute: 0 } },
    [
      "rate_limits.max_requests_per_1_minute",
      "minimum",
      0,
      ">= 1",
      "integer_below_min_value",
      "rate_limits.max_requests_per_1_minute must be >= 1, not 0",
    ],
  ],
  [
    "a number above its bound",
    validateBody,
    { ...body, expires_after: { anchor: "created_at", seconds: 601 } },
    [
      "expires_after.seconds",
      "maximum",
      601,
      "<= 600",
      "integer_above_max_value",
      "expires_after.seconds must be <= 600, not 601",
    ],
  ],
  [
    "another constant",
    validateBody,
    { ...body, expires_after: { anchor: "now", seconds: 1 } },
    [
      "expires_after.anchor",
      "const",
      "now",
      '"created_at"',
      "invalid_value",
      'expires_after.anchor must be "created_at", not "now"',
    ],
  ],
  [
    "a string too short",
    validateBody,
    { ...body, user: "" },
    [
      "user",
      "minLength",
      "",
      "at least 1 character long",
      "string_below_min_length",
      "user must be at least 1 character long, not 0",
    ],
  ],
  [
    "a string that fits no branch of a union",
    validateBody,
    variables({ plan: [1] }),
    [
      "workflow.state_variables.plan",
      "type",
      [1],
      "of type string, number or boolean",
      "invalid_type",
      "workflow.state_variables.plan must be of type string, number or boolean, not [1]",
    ],
  ],
  [
    "a name with slashes, tildes and dots",
    validateBody,
    variables({ "a/b~1c.d": null }),
    [
      "workflow.state_variables.a/b~1c.d",
      "type",
      null,
      "of type string, number or boolean",
      "invalid_type",
      "workflow.state_variables.a/b~1c.d must be of type string, number or boolean, not null",
    ],
  ],
  [
    "an entry named __proto__",
    validateBody,
    variables(JSON.parse('{"__proto__": null}')),
    [
      "workflow.state_variables.__proto__",
      "type",
      null,
      "of type string, number or boolean",
      "invalid_type",
      "workflow.state_variables.__proto__ must be of type string, number or boolean, not null",
    ],
  ],
  [
    "a name over several lines",
    validateBody,
    variables({ "a\n\u2028b": {} }),
    [
      "workflow.state_variables.a\n\u2028b",
      "type",
      {},
      "of type string, number or boolean",
      "invalid_type",
      String.raw`workflow.state_variables.a\u000a\u2028b must be of type string, number or boolean, not {}`,
    ],
  ],
  [
    "a name too long",
    validateBody,
    variables({ ["n".repeat(65)]: 1 }),
    [
      "workflow.state_variables",
      "maxLength",
      "n".repeat(65),
      "an object whose names are at most 64 characters long",
      "string_above_max_length",
      "workflow.state_variables must be an object whose names are at most 64 characters long, not 65",
    ],
  ],
  [
    "too many entries",
    validateBody,
    variables(many),
    [
      "workflow.state_variables",
      "maxProperties",
      many,
      "of at most 64 fields",
      "object_above_max_properties",
      "workflow.state_variables must be of at most 64 fields, not 65",
    ],
  ],
  [
    "an answer's wrong type, deep within",
    validatePage,
    { ...page, data: [thread, { ...thread, created_at: 1.5 }] },
    [
      "data.1.created_at",
      "type",
      1.5,
      "of type integer",
      "invalid_type",
      "data.1.created_at must be of type integer, not 1.5",
    ],
  ],
  [
    "a nullable field's wrong type",
    validatePage,
    { ...page, first_id: 1 },
    [
      "first_id",
      "type",
      1,
      "of type string or null",
      "invalid_type",
      "first_id must be of type string or null, not 1",
    ],
  ],
  [
    "a case without its discriminator",
    validatePage,
    { ...page, data: [{ ...thread, status: {} }] },
    [
      "data.0.status.type",
      "required",
      undefined,
      "present",
      "missing_required_parameter",
      "data.0.status.type is missing",
    ],
  ],
  [
    "a field that its case lacks",
    validatePage,
    { ...page, data: [{ ...thread, status: { type: "locked" } }] },
    [
      "data.0.status.reason",
      "required",
      undefined,
      "present",
      "missing_required_parameter",
      "data.0.status.reason is missing",
    ],
  ],
  [
    "a case that the contract does not have",
    validateClosedPage,
    { ...page, data: [{ ...thread, status: { type: "frozen" } }] },
    [
      "data.0.status.type",
      "enum",
      "frozen",
      '"active", "locked" or "closed"',
      "invalid_value",
      'data.0.status.type must be "active", "locked" or "closed", not "frozen"',
    ],
  ],
  [
    "a form",
    validateClosedItems,
    {
      ...page,
      data: [
        {
          id: "cthi_1",
          object: "chatkit.thread_item",
          created_at: 1,
          thread_id: "cthr_1",
          type: "chatkit.user_message",
          content: [],
          attachments: [
            { type: "file", id: "a", name: "b", mime_type: "c/d", preview_url: "no url" },
          ],
          inference_options: null,
        },
      ],
    },
    [
      "data.0.attachments.0.preview_url",
      "format",
      "no url",
      "a uri",
      "invalid_value",
      'data.0.attachments.0.preview_url must be a uri, not "no url"',
    ],
  ],
];

test.each(rows)("tells %s", (_title, validate, value, issue) => {
  expect(validate(value)).toBe(false);
  expect(explain(validate.errors, value)).toEqual(toIssue(issue));
});

function toIssue([path, rule, given, allowed, code, message]: readonly unknown[]): unknown {
  return { path, rule, given, allowed, code, message };
}

test("tells a string that is too long for its branch of a union by its length", () => {
  const text = "s".repeat(10_485_761);

  validateBody(variables({ essay: text }));
  const { message, ...issue } = explain(validateBody.errors, variables({ essay: text }));

  expect(issue).toEqual({
    path: "workflow.state_variables.essay",
    rule: "maxLength",
    given: text,
    allowed: "at most 10485760 characters long",
    code: "string_above_max_length",
  });
  expect(message).toBe(
    "workflow.state_variables.essay must be at most 10485760 characters long, not 10485761",
  );
});

/** Rules that this contract does not use, as a validator of another would report them. */
const foreign: [title: string, faults: Partial<Fault>[], value: unknown, message: string][] = [
  ["no fault at all", [], 1, "the body must be valid under unknown, not 1"],
  [
    "exclusiveMinimum",
    [{ keyword: "exclusiveMinimum", params: { comparison: ">", limit: 0 } }],
    0,
    "the body must be > 0, not 0",
  ],
  [
    "exclusiveMaximum",
    [{ keyword: "exclusiveMaximum", params: { comparison: "<", limit: 1 } }],
    1,
    "the body must be < 1, not 1",
  ],
  [
    "minItems",
    [{ keyword: "minItems", params: { limit: 2 } }],
    [1],
    "the body must be at least 2 long, not 1",
  ],
  [
    "maxItems",
    [{ keyword: "maxItems", params: { limit: 0 } }],
    [1],
    "the body must be at most 0 long, not 1",
  ],
  [
    "minProperties",
    [{ keyword: "minProperties", params: { limit: 2 } }],
    {},
    "the body must be of at least 2 fields, not 0",
  ],
  [
    "multipleOf",
    [{ keyword: "multipleOf", params: { multipleOf: 2 } }],
    1,
    "the body must be a multiple of 2, not 1",
  ],
  [
    "uniqueItems",
    [{ keyword: "uniqueItems", params: { i: 0, j: 1 } }],
    [1, 1],
    "the body must be without repeats, not [1,1]",
  ],
  [
    "a rule without words",
    [{ keyword: "contains", params: { minContains: 1 } }],
    [1],
    "the body must be valid under contains, not [1]",
  ],
  [
    "a union of which two branches match",
    [{ keyword: "oneOf", params: { passingSchemas: [0, 1] } }],
    1,
    "the body must be valid under oneOf, not 1",
  ],
  [
    "an enum of a nullable union, given another type",
    [
      { keyword: "type", params: { type: "string" }, schemaPath: "Code/type" },
      { keyword: "enum", params: { allowedValues: ["a"] }, schemaPath: "Code/enum" },
      { keyword: "type", params: { type: "null" }, schemaPath: "#/anyOf/1/type" },
      { keyword: "anyOf", params: {}, schemaPath: "#/anyOf" },
    ],
    5,
    "the body must be of type string or null, not 5",
  ],
  [
    "an enum of a nullable union, given another string",
    [
      { keyword: "enum", params: { allowedValues: ["a", "b"] }, schemaPath: "Code/enum" },
      { keyword: "type", params: { type: "null" }, schemaPath: "#/anyOf/1/type" },
      { keyword: "anyOf", params: {}, schemaPath: "#/anyOf" },
    ],
    "c",
    'the body must be "a" or "b", not "c"',
  ],
];

test.each(foreign)("tells %s", (_title, faults, value, message) => {
  const whole = faults.map((fault): Fault => ({
    instancePath: "",
    schemaPath: "",
    keyword: "",
    params: {},
    ...fault,
  }));

  expect(explain(whole, value).message).toBe(message);
});

test("what a value inherits was not given", () => {
  const missing: Fault = {
    instancePath: "/a",
    schemaPath: "#/required",
    keyword: "required",
    params: { missingProperty: "constructor" },
  };

  expect(explain([missing], { a: {} })).toMatchObject({ path: "a.constructor", given: undefined });
});

test("names the parameters that there are beside one that is unknown", () => {
  const request = { path: {}, query: new URLSearchParams("users=u"), body: undefined };

  expect(validateRequest("threads.list", request).issue).toEqual({
    path: "users",
    rule: "additionalProperties",
    given: "u",
    allowed: "user, limit, order, after, before",
    code: "unknown_parameter",
    message: "users is unknown; there are user, limit, order, after, before",
  });
});

test("looks at the path first, then at the query, then at the body", () => {
  const query = new URLSearchParams("limit=101");

  const noPath = validateRequest("threads.listItems", { path: {}, query, body: undefined });
  const badQuery = validateRequest("sessions.create", { path: {}, query, body: undefined });
  const noBody = validateRequest("sessions.create", {
    path: {},
    query: new URLSearchParams(),
    body: undefined,
  });

  expect(noPath.issue?.path).toBe("thread_id");
  expect(badQuery.issue?.path).toBe("limit");
  expect(noBody.issue).toMatchObject({
    path: "",
    rule: "required",
    message: "the body is missing",
  });
});

test("names a header as the contract does, in whatever case it came, and lets others pass", () => {
  const beta = { "openai-beta": "assistants=v2,chatkit_beta=v1", "x-other": "1" };

  expect(validateHeaders("threads.list", beta)).toBeUndefined();
  expect(validateHeaders("threads.list", {})).toMatchObject({
    path: "OpenAI-Beta",
    code: "missing_required_parameter",
  });
  expect(validateHeaders("threads.list", { "openai-beta": "chatkit_beta=v10" })).toMatchObject({
    path: "OpenAI-Beta",
    rule: "pattern",
    code: "invalid_value",
  });
});

test("a message is one short line, whatever names and values it tells of", () => {
  const anyText = fc.string({ unit: "binary", maxLength: 300 });
  fc.assert(
    fc.property(anyText, fc.jsonValue(), (name, value) => {
      const requests: unknown[] = [
        { ...body, [name]: value },
        { ...body, user: value },
        variables({ [name]: value }),
        value,
      ];
      for (const issue of requests.flatMap((request) => issueOf(validateBody, request))) {
        expect(issue.message).toMatch(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]{1,1500}$/u);
      }
    }),
  );
});

test("a value is found by the path that names it", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 20 }), (name) => {
      const given = { wrong: "type" };

      const [issue] = issueOf(validateBody, variables({ [name]: given }));

      expect(issue).toMatchObject({ path: `workflow.state_variables.${name}`, given });
    }),
  );
});

function issueOf(validate: Validate, value: unknown): Issue[] {
  return validate(value) ? [] : [explain(validate.errors, value)];
}
