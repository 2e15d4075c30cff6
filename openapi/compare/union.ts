import {
  canonical,
  compareText,
  isObject,
  isSame,
  listIn,
  objectIn,
  type JsonObject,
} from "./document.ts";
import type { Normaliser } from "./normalise.ts";
import {
  ANY,
  intersect,
  isScalar,
  NEVER,
  splitByType,
  type Discriminator,
  type Member,
  type Shape,
  type Union,
} from "./shape.ts";

/**
 * Adds a schema's `oneOf` or `anyOf` to its shape, as what it comes to: nullability, an enum, a list of types, or a
 * union of members.
 *
 * @param own The shape of the schema's other keywords.
 */
export function readUnion(
  normaliser: Normaliser,
  schema: JsonObject,
  mode: "oneOf" | "anyOf",
  own: Shape,
): Shape {
  const inherited: Shape = { ...ANY, types: own.types, nullable: own.nullable };
  const branches = listIn(schema, mode).map((branch) => ({
    schema: branch,
    shape: intersect(normaliser.shapeOf(branch), inherited),
  }));
  const nullable = branches.some(({ shape }) => shape.nullable);
  const rest: Shape = { ...own, types: undefined, nullable };
  const kept = branches.filter(({ shape }) => !isNullAlone(shape) && !shape.isNever);

  const [only, ...others] = kept;
  if (only === undefined) return nullable ? { ...rest, types: [] } : NEVER;
  if (others.length === 0)
    return { ...intersect(only.shape, { ...rest, nullable: true }), nullable };

  if (kept.every(({ shape }) => isEnum(shape))) {
    const values = kept.flatMap((branch) => branch.shape.values ?? []);
    const types = [...new Set(kept.flatMap((branch) => branch.shape.types ?? []))].toSorted();
    return intersect({ ...rest, types }, { ...ANY, values: withoutTwins(values) });
  }

  const tag = tagOf(
    normaliser,
    kept.map(({ shape }) => shape),
    objectIn(schema, "discriminator"),
  );
  const labelled: Member[] = kept.map((branch, index) => ({
    schema: branch.schema,
    shape: { ...branch.shape, nullable: false },
    tag,
    label: labelOf(normaliser, branch.shape, tag) ?? plainLabel(kept, branch.shape, index),
  }));
  const members = labelled.filter(({ shape }) => !isTakenIn(shape, labelled));
  const isExclusive =
    tag !== undefined || (members.length === labelled.length && areTypesDisjoint(labelled));
  const isList =
    (mode === "anyOf" || isExclusive) &&
    members.every(({ shape }) => isScalar(shape)) &&
    areTypesDisjoint(members) &&
    Object.keys(own.facts).every((key) => members.every(({ shape }) => !(key in shape.facts)));
  const discriminator = readDiscriminator(normaliser, schema, labelled) ?? own.discriminator;
  if (isList) {
    const facts = Object.assign({}, own.facts, ...members.map(({ shape }) => shape.facts));
    const hasClash = members.filter(({ shape }) => "format" in shape.facts).length > 1;
    const types = members.flatMap(({ shape }) => shape.types ?? []).toSorted();
    if (!hasClash) return { ...rest, types, facts, discriminator };
  }
  return {
    ...rest,
    union: {
      mode: mode === "anyOf" || isExclusive ? "anyOf" : "oneOf",
      members,
      labels: labelled.map(({ label }) => label),
    },
    discriminator,
  };
}

/** Any shape as a union: of its members, its types, or of itself alone. What is said of the whole stays on the whole. */
export function asUnion(shape: Shape): Shape & { union: Union } {
  if (shape.union) return { ...shape, union: shape.union };
  const facts = Object.entries(shape.facts);
  const rest: Shape = {
    ...shape,
    nullable: false,
    facts: Object.fromEntries(facts.filter((fact) => !isOfWhole(fact))),
    discriminator: undefined,
  };
  const members =
    (shape.types?.length ?? 0) > 1 && !shape.values
      ? splitByType(rest)
      : [{ label: shape.types?.[0] ?? "anything", schema: undefined, shape: rest }];
  return {
    ...ANY,
    nullable: shape.nullable,
    facts: Object.fromEntries(facts.filter(isOfWhole)),
    discriminator: shape.discriminator,
    union: { mode: "anyOf", members, labels: members.map(({ label }) => label) },
  };
}

function isOfWhole([keyword]: [string, unknown]): boolean {
  return keyword === "default" || keyword.startsWith("x-");
}

/**
 * Pairs the members of two unions: by discriminating value or type, then by what they hold. Each pair once; a member
 * without a partner stands alone.
 */
export function pairMembers(
  before: readonly Member[],
  after: readonly Member[],
): { before?: Member; after?: Member }[] {
  const candidates = before
    .flatMap((a, i) => after.map((b, j) => ({ a, b, i, j, likeness: likeness(a, b) })))
    .filter((candidate) => candidate.likeness > 0)
    // The order does not depend on which document comes first.
    .toSorted(
      (x, y) =>
        y.likeness - x.likeness ||
        Math.max(x.i, x.j) - Math.max(y.i, y.j) ||
        Math.min(x.i, x.j) - Math.min(y.i, y.j),
    );
  const taken = new Set<Member>();
  const pairs: { before?: Member; after?: Member }[] = [];
  for (const { a, b } of candidates) {
    if (taken.has(a) || taken.has(b)) continue;
    taken.add(a).add(b);
    pairs.push({ before: a, after: b });
  }
  const alone = (member: Member): boolean => !taken.has(member);
  return [
    ...pairs,
    ...before.filter(alone).map((member) => ({ before: member })),
    ...after.filter(alone).map((member) => ({ after: member })),
  ];
}

/** What a pair goes by, whichever document comes first: a value or type rather than a place in the list. */
export function labelOfPair(before: Member | undefined, after: Member | undefined): string {
  const labels = [before, after].flatMap((member) => member?.label ?? []).toSorted(compareText);
  return labels.find((label) => !label.startsWith("#")) ?? labels[0] ?? "";
}

function likeness(a: Member, b: Member): number {
  if (a.label === b.label && !a.label.startsWith("#")) return 3;
  if (a.tag !== undefined && a.tag === b.tag) return 0;
  const [x, y] = [a.shape, b.shape];
  if (x.values && y.values) return x.values.some((value) => y.values?.includes(value)) ? 2 : 0;
  if (!isSame(x.types ?? [], y.types ?? [])) return 0;
  const names = Object.keys(x.properties);
  const shared = names.filter((name) => name in y.properties).length;
  const all = names.length + Object.keys(y.properties).length - shared;
  return all === 0 ? 1 : shared / all;
}

/** The property whose one value tells the members apart. */
function tagOf(
  normaliser: Normaliser,
  shapes: readonly Shape[],
  discriminator: JsonObject,
): string | undefined {
  const named = discriminator["propertyName"];
  const candidates = typeof named === "string" ? [named] : Object.keys(shapes[0]?.properties ?? {});
  return candidates.toSorted(compareText).find((property) => {
    const values = shapes.map((shape) => labelOf(normaliser, shape, property));
    return !values.includes(undefined) && new Set(values).size === values.length;
  });
}

function labelOf(normaliser: Normaliser, shape: Shape, tag?: string): string | undefined {
  if (tag === undefined || !(tag in shape.properties)) return undefined;
  const { values } = normaliser.shapeOf(shape.properties[tag]);
  const [value] = values ?? [];
  if (values?.length !== 1) return undefined;
  return typeof value === "string" ? value : canonical(value);
}

function plainLabel(kept: readonly { shape: Shape }[], shape: Shape, index: number): string {
  const type = shape.types?.join(" | ") ?? "anything";
  const twins = kept.filter((other) => (other.shape.types?.join(" | ") ?? "anything") === type);
  return twins.length === 1 ? type : `#${index + 1}`;
}

function readDiscriminator(
  { document }: Normaliser,
  schema: JsonObject,
  members: readonly Member[],
): Discriminator | undefined {
  const { propertyName, mapping } = objectIn(schema, "discriminator");
  if (typeof propertyName !== "string") return undefined;
  if (!isObject(mapping)) return { propertyName, mapping: undefined };
  const schemas = objectIn(document["components"], "schemas");
  const entries = Object.entries(mapping).map(([value, target]) => {
    const reference =
      typeof target === "string" && target in schemas ? `#/components/schemas/${target}` : target;
    const member = members.find((each) => objectHasRef(each.schema, reference));
    const label = member?.label ?? String(target);
    return label === value ? value : `${value} -> ${label}`;
  });
  return { propertyName, mapping: entries.toSorted(compareText) };
}

function objectHasRef(schema: unknown, reference: unknown): boolean {
  return isObject(schema) && schema["$ref"] === reference;
}

function areTypesDisjoint(members: readonly Member[]): boolean {
  const types = members.flatMap(({ shape }) => shape.types ?? []);
  const hasAny = members.some(({ shape }) => shape.types === undefined);
  const widened = types.map((type) => (type === "integer" ? "number" : type));
  return !hasAny && new Set(widened).size === widened.length;
}

/** An integer is a number too: beside any number it adds nothing. */
function isTakenIn(shape: Shape, members: readonly Member[]): boolean {
  return (
    isScalar(shape) &&
    shape.types?.[0] === "integer" &&
    members.some(
      (other) =>
        isScalar(other.shape) &&
        other.shape.types?.[0] === "number" &&
        Object.keys(other.shape.facts).length === 0,
    )
  );
}

function isEnum({ values, facts, properties, items }: Shape): boolean {
  return (
    values !== undefined &&
    Object.keys(facts).length === 0 &&
    Object.keys(properties).length === 0 &&
    items === true
  );
}

function isNullAlone({ types, nullable }: Shape): boolean {
  return nullable && types?.length === 0;
}

function withoutTwins(values: readonly unknown[]): unknown[] {
  return [...new Map(values.map((value) => [canonical(value), value])).values()];
}
