import {
  generatedNames,
  groupsOf,
  groupTypeName,
  isFreeName,
  queriesTypeName,
  TAKEN_NAMES,
} from "../names.ts";
import { type Context, type JsonObject, type Location, type Rule } from "./redocly.ts";

/** A group or method of such a name would be found where there is none, or make of the client a promise. */
const UNSAFE_MEMBERS = new Set([...Object.getOwnPropertyNames(Object.prototype), "then"]);

/** Members of the client that are no groups. */
const CLIENT_MEMBERS = ["raw"];

/** Every schema and operation can have its name in code, and each name stands for one thing. */
export const generableNames: Rule = () => {
  const schemas = new Map<string, { name: string; location: Location }>();
  const operations = new Map<string, Location>();
  return {
    NamedSchemas(named: JsonObject, context: Context) {
      for (const name of Object.keys(named)) {
        const location = context.location.child(name);
        schemas.set(location.absolutePointer, { name, location: location.key() });
      }
    },
    ref(node: JsonObject, context: Context, { location }: { location?: Location }) {
      if (context.type.name !== "Schema" || location === undefined) return;
      const name = nameOf(String(node["$ref"]));
      if (!schemas.has(location.absolutePointer))
        schemas.set(location.absolutePointer, { name, location: location.key() });
    },
    Operation(operation: JsonObject, context: Context) {
      const id = operation["operationId"];
      if (typeof id !== "string") return;
      const location = context.location.child("operationId");
      operations.set(id, location);
      const fault = memberFault(id);
      if (fault) context.report({ message: `The operationId '${id}' ${fault}`, location });
    },
    Root: {
      leave(_root: JsonObject, context: Context) {
        const generated = new Map<string, string>();
        for (const [id, location] of operations) {
          const names = generatedNames(id);
          const fault = names.map((name) => typeFault(id, name, generated.get(name))).find(Boolean);
          if (fault) context.report({ message: fault, location });
          for (const name of names) generated.set(name, id);
        }
        for (const { name, location } of schemas.values()) {
          const message = schemaFault(name, generated.get(name));
          if (message) context.report({ message, location });
        }
      },
    },
  };
};

/** A component takes the last part of its reference as its name, or that of its file. */
function nameOf($ref: string): string {
  const [file = "", pointer = ""] = $ref.split("#");
  const last = pointer.split("/").at(-1) ?? "";
  const fileName = file.split("/").at(-1) ?? "";
  return last === "" ? fileName.replace(/\.[^.]*$/, "") : decodeURIComponent(last);
}

function memberFault(id: string): string | undefined {
  const parts = id.split(".");
  const unsafe = parts.find((part) => UNSAFE_MEMBERS.has(part));
  if (unsafe !== undefined)
    return `has the part '${unsafe}', which means something else on every object or promise. Take another word.`;
  return CLIENT_MEMBERS.includes(parts[0] ?? "")
    ? `begins with '${parts[0]}', which the client has of its own. Begin it with another word.`
    : undefined;
}

function typeFault(id: string, name: string, other: string | undefined): string | undefined {
  if (TAKEN_NAMES.has(name))
    return `The operationId '${id}' gives the type '${name}', which is that of something else in the generated code. Rename the operation.`;
  return other === undefined || isOfOneGroup(id, other, name)
    ? undefined
    : `The operationId '${id}' gives the type '${name}', and so does '${other}'. Rename one of them.`;
}

/** Operations of one group share its interfaces. */
function isOfOneGroup(id: string, other: string, name: string): boolean {
  const others = groupsOf(other).map((group) => group.join("."));
  return groupsOf(id).some(
    (group) =>
      others.includes(group.join(".")) &&
      [groupTypeName(group), queriesTypeName(group)].includes(name),
  );
}

function schemaFault(name: string, operationId: string | undefined): string | undefined {
  if (!isFreeName(name))
    return `The schema's name '${name}' cannot be that of a type. Write a word of letters and digits, such as 'Book', that the language does not keep for itself.`;
  if (TAKEN_NAMES.has(name))
    return `The schema's name '${name}' is that of something else in the generated code. Rename it.`;
  return operationId === undefined
    ? undefined
    : `The schema's name '${name}' is that of a type made for '${operationId}'. Rename it.`;
}
