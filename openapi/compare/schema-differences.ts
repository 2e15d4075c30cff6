import { BOUNDS, type Finding, type Kind, type Part, type Site } from "./difference.ts";
import { isSame, keysOfBoth, objectIn } from "./document.ts";
import { asUsed, type Normaliser } from "./normalise.ts";
import { ANY, summarize, type Member, type Shape, type Union } from "./shape.ts";
import { asUnion, labelOfPair, pairMembers } from "./union.ts";

/** What two schemas are compared within: their documents and one part of a request or answer. */
export interface Scope {
  before: Normaliser;
  after: Normaliser;
  site: Site;
}

interface Visit extends Scope {
  /** The pairs of components that this site has led to already. */
  visited: Set<string>;
}

/** Where a schema stands: a component or a site, and the way down from there. */
interface Place {
  root: string;
  isComponent: boolean;
  path: string;
}

/** The way down so far, as pairs of schemas: a pair that comes again adds nothing. */
type Trail = readonly (readonly [before: unknown, after: unknown])[];

/** Depth beyond which two schemas are taken to be endless. */
const MAX_DEPTH = 100;

/** How two schemas differ at a site, and everything below them. */
export function schemaDifferences(scope: Scope, before: unknown, after: unknown): Finding[] {
  const place = { root: scope.site.place, isComponent: false, path: "" };
  return compareUses({ ...scope, visited: new Set() }, place, before, after, []);
}

function compareUses(
  scope: Visit,
  place: Place,
  before: unknown,
  after: unknown,
  trail: Trail,
): Finding[] {
  const [a, b] = [scope.before.useOf(before), scope.after.useOf(after)];
  if (trail.length > MAX_DEPTH || trail.some(([x, y]) => x === a.schema && y === b.schema)) {
    return [];
  }
  const further: Trail = [...trail, [a.schema, b.schema]];
  const [target, other] = [
    scope.before.shapeOfTarget(a.schema),
    scope.after.shapeOfTarget(b.schema),
  ];
  const name = commonName(scope, a.name, b.name);
  if (name === undefined) {
    return compareShapes(scope, place, asUsed(target, a), asUsed(other, b), further);
  }

  // What the place itself says stands on the place, and the rest on the component.
  const ownNull = a.nullable || b.nullable;
  const ownDefault = a.default !== undefined || b.default !== undefined;
  const [left, right] = [asUsed(target, a), asUsed(other, b)];
  const own = [
    ...(ownNull ? nullDifference(scope, place, left, right) : []),
    ...(ownDefault
      ? difference(scope, place, "default", left.facts["default"], right.facts["default"])
      : []),
  ];
  const key = JSON.stringify([a.name, b.name, ownNull, ownDefault]);
  if (scope.visited.has(key)) return own;
  scope.visited.add(key);
  const stripped = [target, other].map((shape) => ({
    ...shape,
    nullable: ownNull ? true : shape.nullable,
    facts: ownDefault ? { ...shape.facts, default: undefined } : shape.facts,
  }));
  const component = { root: name, isComponent: true, path: "" };
  return [
    ...own,
    ...compareShapes(scope, component, stripped[0] ?? ANY, stripped[1] ?? ANY, further),
  ];
}

/** The name to report a schema by: both documents' name, or the second's where the component was renamed. */
function commonName(scope: Visit, before?: string, after?: string): string | undefined {
  if (before === undefined || after === undefined) return undefined;
  const isRenamed =
    !(after in objectIn(scope.before.document["components"], "schemas")) &&
    !(before in objectIn(scope.after.document["components"], "schemas"));
  return before === after || isRenamed ? after : undefined;
}

function compareShapes(scope: Visit, place: Place, a: Shape, b: Shape, trail: Trail): Finding[] {
  if (a.isNever || b.isNever) {
    return difference(scope, place, "type", neverOrTypes(a), neverOrTypes(b));
  }
  if (a.union || b.union) return compareUnions(scope, place, asUnion(a), asUnion(b), trail);
  return [
    ...typeDifference(scope, place, a, b),
    ...markOpen(enumDifferences(scope, place, a, b), a, b),
    ...restDifferences(scope, place, a, b, trail),
  ];
}

function compareUnions(
  scope: Visit,
  place: Place,
  a: ReturnType<typeof asUnion>,
  b: ReturnType<typeof asUnion>,
  trail: Trail,
): Finding[] {
  const [left, right] = [a.union, b.union];
  const found =
    left.mode === right.mode
      ? []
      : difference(scope, place, "oneOf", spelled(left), spelled(right));
  for (const { before, after } of pairMembers(left.members, right.members)) {
    const at = below(place, `(${labelOfPair(before, after)})`);
    if (before && after) found.push(...compareMembers(scope, at, before, after, trail));
    else
      found.push(
        ...markOpen(finding(scope, at, "member", summaryOf(before), summaryOf(after)), a, b),
      );
  }
  return [...found, ...restDifferences(scope, place, a, b, trail)];
}

/** A new client of the first document knows what to do with a case that is new in the second. */
function markOpen(findings: Finding[], a: Shape, b: Shape): Finding[] {
  const isOpen = a.facts["x-open"] === true && b.facts["x-open"] === true;
  return isOpen ? findings.map((each) => ({ ...each, isOpen })) : findings;
}

function spelled({ mode, labels }: Union): string {
  return `${mode} ${labels.join(", ")}`;
}

function restDifferences(scope: Visit, place: Place, a: Shape, b: Shape, trail: Trail): Finding[] {
  return [
    ...nullDifference(scope, place, a, b),
    ...markOpen(discriminatorDifferences(scope, place, a, b), a, b),
    ...factDifferences(scope, place, a, b),
    ...fieldDifferences(scope, place, a, b, trail),
    ...partDifferences(scope, place, a, b, trail),
  ];
}

function neverOrTypes(shape: Shape): unknown {
  return shape.isNever ? "nothing" : summarize(shape);
}

function nullDifference(scope: Visit, place: Place, a: Shape, b: Shape): Finding[] {
  if (a.nullable === b.nullable || isAny(a) || isAny(b)) return [];
  return difference(scope, place, "nullable", a.nullable, b.nullable);
}

function isAny(shape: Shape): boolean {
  return shape.types === undefined && shape.values === undefined && shape.union === undefined;
}

function typeDifference(scope: Visit, place: Place, a: Shape, b: Shape): Finding[] {
  return difference(scope, place, "type", a.types ?? "anything", b.types ?? "anything");
}

function enumDifferences(scope: Visit, place: Place, a: Shape, b: Shape): Finding[] {
  if (!a.values || !b.values) return difference(scope, place, "enum", a.values, b.values);
  const [before, after] = [a.values, b.values];
  return [
    ...without(before, after).flatMap((value) =>
      difference(scope, place, "enum", value, undefined),
    ),
    ...without(after, before).flatMap((value) =>
      difference(scope, place, "enum", undefined, value),
    ),
  ];
}

function without(values: readonly unknown[], others: readonly unknown[]): unknown[] {
  return values.filter((value) => !others.some((other) => isSame(other, value)));
}

function compareMembers(
  scope: Visit,
  place: Place,
  before: Member,
  after: Member,
  trail: Trail,
): Finding[] {
  const [a, b] = [scope.before.useOf(before.schema), scope.after.useOf(after.schema)];
  const isNamed = before.schema !== undefined && after.schema !== undefined;
  if (isNamed && commonName(scope, a.name, b.name) !== undefined) {
    return compareUses(scope, place, before.schema, after.schema, trail);
  }
  const further: Trail = [...trail, [before.shape, after.shape]];
  if (further.length > MAX_DEPTH) return [];
  return compareShapes(scope, place, before.shape, after.shape, further);
}

function summaryOf(member: Member | undefined): string | undefined {
  return member && summarize(member.shape);
}

function discriminatorDifferences(scope: Visit, place: Place, a: Shape, b: Shape): Finding[] {
  const [left, right] = [a.discriminator, b.discriminator];
  return [
    ...difference(scope, place, "discriminator", left?.propertyName, right?.propertyName),
    ...(isSame(left?.mapping, right?.mapping)
      ? []
      : finding(
          scope,
          below(place, "", " discriminator.mapping"),
          "mapping",
          left?.mapping,
          right?.mapping,
        )),
  ];
}

function factDifferences(scope: Visit, place: Place, a: Shape, b: Shape): Finding[] {
  return keysOfBoth(Object.keys(a.facts), Object.keys(b.facts)).flatMap((key) =>
    isSame(a.facts[key], b.facts[key])
      ? []
      : finding(scope, below(place, "", ` ${key}`), kindOf(key), a.facts[key], b.facts[key]),
  );
}

function kindOf(keyword: string): Kind {
  if (keyword === "default") return keyword;
  if (keyword.startsWith("x-")) return "extension";
  return BOUNDS.find((bound) => bound === keyword) ?? "keyword";
}

function fieldDifferences(scope: Visit, place: Place, a: Shape, b: Shape, trail: Trail): Finding[] {
  return keysOfBoth(fieldsOf(a), fieldsOf(b)).flatMap((name) => {
    const at = below(place, name);
    if (!fieldsOf(a).has(name) || !fieldsOf(b).has(name)) {
      return finding(scope, at, "field", part(scope.before, a, name), part(scope.after, b, name));
    }
    return [
      ...difference(scope, at, "required", a.required.has(name), b.required.has(name)),
      ...compareUses(scope, at, a.properties[name], b.properties[name], trail),
    ];
  });
}

function fieldsOf(shape: Shape): Set<string> {
  return new Set([...Object.keys(shape.properties), ...shape.required]);
}

function part(normaliser: Normaliser, shape: Shape, name: string): Part | undefined {
  if (!fieldsOf(shape).has(name)) return undefined;
  const type = summarize(normaliser.shapeOf(shape.properties[name]));
  return { required: shape.required.has(name), type };
}

function partDifferences(scope: Visit, place: Place, a: Shape, b: Shape, trail: Trail): Finding[] {
  const [left, right] = [a.additionalProperties, b.additionalProperties];
  const isClosed = left === false || right === false;
  const patterns = keysOfBoth(Object.keys(a.patternProperties), Object.keys(b.patternProperties));
  const count = Math.max(a.prefixItems.length, b.prefixItems.length);
  return [
    ...(isClosed
      ? difference(
          scope,
          place,
          "additionalProperties",
          openness(scope.before, left),
          openness(scope.after, right),
        )
      : compareUses(scope, below(place, "*"), left, right, trail)),
    ...compareUses(
      scope,
      below(place, "", " propertyNames"),
      a.propertyNames,
      b.propertyNames,
      trail,
    ),
    ...compareUses(scope, below(place, "[]"), a.items, b.items, trail),
    ...patterns.flatMap((pattern) =>
      compareUses(
        scope,
        below(place, `/${pattern}/`),
        a.patternProperties[pattern] ?? true,
        b.patternProperties[pattern] ?? true,
        trail,
      ),
    ),
    ...Array.from({ length: count }).flatMap((_, index) =>
      compareUses(
        scope,
        below(place, `[${index}]`),
        a.prefixItems[index] ?? a.items,
        b.prefixItems[index] ?? b.items,
        trail,
      ),
    ),
  ];
}

/** What an object takes beside its fields: `true`, `false`, or what their values are. */
function openness(normaliser: Normaliser, schema: unknown): unknown {
  if (typeof schema === "boolean") return schema;
  const shape = normaliser.shapeOf(schema);
  return isAny(shape) ? true : summarize(shape);
}

function difference(
  scope: Visit,
  place: Place,
  kind: Kind,
  before: unknown,
  after: unknown,
): Finding[] {
  if (isSame(before, after)) return [];
  return finding(scope, below(place, "", ` ${kind}`), kind, before, after);
}

function finding(
  scope: Visit,
  place: Place,
  kind: Kind,
  before: unknown,
  after: unknown,
): Finding[] {
  return [{ where: nameOf(place), kind, before, after, site: scope.site }];
}

function below(place: Place, step: string, suffix = ""): Place {
  const isJoined = place.path === "" || step === "" || /^[[(]/.test(step);
  return { ...place, path: `${place.path}${isJoined ? "" : "."}${step}${suffix}` };
}

function nameOf({ root, isComponent, path }: Place): string {
  if (path === "" || path.startsWith(" ")) return root + path;
  if (!isComponent) return `${root} ${path}`;
  return /^[[(]/.test(path) ? root + path : `${root}.${path}`;
}
