import type { Schema } from "@chatkit-contract/codegen";

import { describe, expect, test } from "vitest";

import { calls, resolve, type Argument } from "./contract-requests.ts";
import { openInEditor } from "./language-service.ts";
import { typeCases } from "./type-cases.ts";

/** A call that a compiler has to take or to refuse. */
interface Call {
  id: string;
  title: string;
  isValid: boolean;
  code: string;
}

const allCalls: Call[] = calls.flatMap(({ id, args }) => [
  callWith(id, "with all that there is", true, examplesOf(args)),
  ...args.flatMap(({ name, schema, example, isRequired }, index) => [
    callWith(id, `without ${name}`, !isRequired, examplesOf(args).slice(0, index)),
    ...[...typeCases(schema, example)].map(({ path, what, isValid, value }) =>
      callWith(
        id,
        `${[name, ...path].join(".")} ${what}`,
        isValid,
        examplesOf(args).with(index, value),
      ),
    ),
  ]),
]);

const HEAD = `import type { ChatKit } from "@chatkit-contract/client";
declare const chatkit: ChatKit;
`;
const nameOf = (call: Call): string => `call-${allCalls.indexOf(call)}.virtual.ts`;
const editor = openInEditor(
  Object.fromEntries(allCalls.map((call) => [nameOf(call), `${HEAD}${call.code}\n`])),
);

describe.each(calls)("$id", ({ id, args }) => {
  const ofOperation = allCalls.filter((call) => call.id === id);

  for (const call of ofOperation) {
    test(`${call.isValid ? "compiles" : "does not compile"} ${call.title}`, () => {
      expect(editor.errorsIn(nameOf(call)), call.code).toHaveLength(call.isValid ? 0 : 1);
    });
  }

  test("does not compile null or a list in any place", () => {
    const wrong = ofOperation.filter(({ isValid }) => !isValid).map(({ title }) => title);
    const places = args.flatMap(({ name, schema }) => [...placesIn(schema, name)]);

    for (const value of ["null", "[]"]) {
      expect(places.filter((place) => !wrong.includes(`${place} ${value}`))).toEqual([]);
    }
  });
});

function examplesOf(args: Argument[]): unknown[] {
  return args.map(({ example }) => example);
}

function callWith(id: string, title: string, isValid: boolean, values: unknown[]): Call {
  const text = values.map((value) => JSON.stringify(value) ?? "undefined").join(", ");
  return { id, title, isValid, code: `void chatkit.${id}(${text});` };
}

/** Every place of a value that the contract names, none of which takes null or a list. */
function* placesIn(node: Schema, place: string): Generator<string> {
  const { type, properties = {} } = resolve<Schema>(node);
  if (![type].flat().some((each) => each === "null" || each === "array")) {
    yield place;
  }
  for (const [name, property] of Object.entries(properties)) {
    yield* placesIn(property, `${place}.${name}`);
  }
}
