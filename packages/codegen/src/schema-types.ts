import openapiTS, { astToString, type OpenAPI3 } from "openapi-typescript";
import ts from "typescript";

import { queryTypeName } from "@chatkit-contract/openapi/names";

import { resolveRef, type ContractDocument, type Parameter, type Reference } from "./document.ts";
import { UNKNOWN_CASE } from "./open-unions.ts";

/**
 * TypeScript for a contract's schemas, paths and operations: each schema component as an exported interface or type of
 * its own name, with the contract's docs, each query likewise, and `paths`, `components` and `operations` as openapi-fetch reads them.
 */
export async function emitWireTypes(document: ContractDocument): Promise<string> {
  const nodes = await transform(document);
  return print(
    nodes.flatMap((node) => {
      const { queries, rest } = liftQueries(node);
      return [...liftSchemas(rest), ...queries, nameUses(rest)];
    }),
  );
}

/** TypeScript for the named schema components alone, in the contract's order. */
export async function emitSchemas(
  document: ContractDocument,
  names: ReadonlySet<string>,
): Promise<string> {
  const nodes = await transform({ ...document, paths: {} });
  return print(nodes.flatMap(liftSchemas).filter((node) => names.has(node.name.text)));
}

function transform(document: ContractDocument): Promise<ts.Node[]> {
  return openapiTS(forTypes(document) as unknown as OpenAPI3, {
    alphabetize: false,
    // A default fills in what a request leaves out: it does not make the field required.
    defaultNonNullable: false,
    silent: true,
  });
}

function print(nodes: ts.Node[]): string {
  return tidyDocs(astToString(nodes));
}

/**
 * The document as openapi-typescript should see it: without discriminators, since a schema's own `const` types that
 * property already; without titles, which would stand before each description and say no more than the name; and with
 * every parameter in its place, so that its type reads as `number` and not as a path to one.
 */
function forTypes(document: ContractDocument): ContractDocument {
  const mend = (value: unknown, isNameMap: boolean): unknown => {
    if (Array.isArray(value)) {
      return value.map((element) => mend(element, false));
    }
    if (typeof value !== "object" || value === null) {
      return value;
    }
    const parts = Object.entries(value).flatMap(([key, part]: [string, unknown]) => {
      if (isNameMap) {
        return [[key, mend(part, false)]];
      }
      if (key === "discriminator" || key === "title") {
        return [];
      }
      if (key === "parameters" && Array.isArray(part)) {
        const parameters = part.map((each: Parameter | Reference) => resolveRef(document, each));
        return [[key, mend(parameters, false)]];
      }
      return [[key, VALUES.includes(key) ? part : mend(part, NAME_MAPS.includes(key))]];
    });
    return Object.fromEntries(parts) as object;
  };
  return mend(document, false) as ContractDocument;
}

/** Keywords whose members have names of the contract's own choice, which mean nothing to OpenAPI. */
const NAME_MAPS = [
  "properties",
  "patternProperties",
  "$defs",
  "paths",
  "responses",
  "content",
  "headers",
  "schemas",
  "parameters",
  "requestBodies",
  "securitySchemes",
  "callbacks",
  "pathItems",
  "links",
];

/** Keywords that hold values as they are on the wire. */
const VALUES = ["const", "enum", "default", "example", "examples"];

/** Lifts the query of each operation to an exported interface, which the operation then names. */
function liftQueries(node: ts.Node): { queries: ts.InterfaceDeclaration[]; rest: ts.Node } {
  const queries: ts.InterfaceDeclaration[] = [];
  const visit = (child: ts.Node, path: string[]): ts.Node => {
    if (!ts.isPropertySignature(child) || !child.type) {
      return ts.visitEachChild(child, (next) => visit(next, path), undefined);
    }
    const next = [...path, propertyName(child)];
    const [id = "", parameters, query] = next;
    if (parameters === "parameters" && query === "query" && ts.isTypeLiteralNode(child.type)) {
      queries.push(declareQuery(id, child.type));
      return withType(child, ts.factory.createTypeReferenceNode(queryTypeName(id)));
    }
    return withType(child, ts.visitNode(child.type, (type) => visit(type, next)) as ts.TypeNode);
  };
  const isOperations = ts.isInterfaceDeclaration(node) && node.name.text === "operations";
  return { queries, rest: isOperations ? visit(node, []) : node };
}

function declareQuery(operationId: string, type: ts.TypeLiteralNode): ts.InterfaceDeclaration {
  const declaration = ts.factory.createInterfaceDeclaration(
    [ts.factory.createModifier(ts.SyntaxKind.ExportKeyword)],
    queryTypeName(operationId),
    undefined,
    undefined,
    nameUses(type).members,
  );
  return ts.addSyntheticLeadingComment(
    declaration,
    ts.SyntaxKind.MultiLineCommentTrivia,
    `* The query of \`${operationId}\`. `,
    true,
  );
}

/** Lifts each member of `components.schemas` to an exported declaration of its own name. */
function liftSchemas(node: ts.Node): (ts.InterfaceDeclaration | ts.TypeAliasDeclaration)[] {
  if (!ts.isInterfaceDeclaration(node) || node.name.text !== "components") {
    return [];
  }
  const schemas = node.members.find(
    (member) => ts.isPropertySignature(member) && propertyName(member) === "schemas",
  );
  return schemas &&
    ts.isPropertySignature(schemas) &&
    schemas.type &&
    ts.isTypeLiteralNode(schemas.type)
    ? schemas.type.members.flatMap((member) =>
        ts.isPropertySignature(member) && member.type ? [declare(member, member.type)] : [],
      )
    : [];
}

function declare(
  member: ts.PropertySignature,
  type: ts.TypeNode,
): ts.InterfaceDeclaration | ts.TypeAliasDeclaration {
  const modifiers = [ts.factory.createModifier(ts.SyntaxKind.ExportKeyword)];
  const named = nameUses(type);
  const declaration = ts.isTypeLiteralNode(named)
    ? ts.factory.createInterfaceDeclaration(
        modifiers,
        propertyName(member),
        undefined,
        undefined,
        named.members,
      )
    : ts.factory.createTypeAliasDeclaration(modifiers, propertyName(member), undefined, named);
  return ts.setSyntheticLeadingComments(declaration, ts.getSyntheticLeadingComments(member));
}

/**
 * `components["schemas"]["Thread"]` becomes `Thread`, in the members of `components.schemas` too, and an optional
 * property takes an explicit undefined, for callers under `exactOptionalPropertyTypes`.
 */
function nameUses<T extends ts.Node>(root: T): T {
  const visit = (node: ts.Node): ts.Node => {
    const name = componentSchema(node);
    if (name !== undefined) {
      return reference(name);
    }
    if (!ts.isPropertySignature(node) || !node.type) {
      return ts.visitEachChild(node, visit, undefined);
    }
    if (propertyName(node) === "schemas" && ts.isTypeLiteralNode(node.type)) {
      return withType(node, ts.factory.createTypeLiteralNode(node.type.members.map(referToLifted)));
    }
    const type = ts.visitNode(node.type, visit) as ts.TypeNode;
    return withType(node, node.questionToken ? orUndefined(type) : type);
  };
  return ts.visitNode(root, visit) as T;
}

/** `UnknownCase.type` is the placeholder for `UnknownCase<"type">`. */
function reference(name: string): ts.TypeNode {
  const [type = name, discriminator] = name.split(".");
  return type === UNKNOWN_CASE && discriminator !== undefined
    ? ts.factory.createTypeReferenceNode(type, [
        ts.factory.createLiteralTypeNode(ts.factory.createStringLiteral(discriminator)),
      ])
    : ts.factory.createTypeReferenceNode(name);
}

function referToLifted(member: ts.TypeElement): ts.TypeElement {
  return ts.isPropertySignature(member)
    ? ts.factory.createPropertySignature(
        undefined,
        member.name,
        undefined,
        ts.factory.createTypeReferenceNode(propertyName(member)),
      )
    : member;
}

function withType(property: ts.PropertySignature, type: ts.TypeNode): ts.PropertySignature {
  return ts.factory.updatePropertySignature(
    property,
    property.modifiers,
    property.name,
    property.questionToken,
    type,
  );
}

function orUndefined(type: ts.TypeNode): ts.TypeNode {
  const { NeverKeyword, UndefinedKeyword, UnknownKeyword } = ts.SyntaxKind;
  return type.kind === NeverKeyword || type.kind === UnknownKeyword
    ? type
    : ts.factory.createUnionTypeNode([type, ts.factory.createKeywordTypeNode(UndefinedKeyword)]);
}

function componentSchema(node: ts.Node): string | undefined {
  if (
    ts.isIndexedAccessTypeNode(node) &&
    ts.isIndexedAccessTypeNode(node.objectType) &&
    ts.isTypeReferenceNode(node.objectType.objectType) &&
    ts.isIdentifier(node.objectType.objectType.typeName) &&
    node.objectType.objectType.typeName.text === "components" &&
    literal(node.objectType.indexType) === "schemas"
  ) {
    return literal(node.indexType);
  }
  return undefined;
}

function literal(type: ts.TypeNode): string | undefined {
  return ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal)
    ? type.literal.text
    : undefined;
}

function propertyName(member: ts.PropertySignature): string {
  return ts.isIdentifier(member.name) || ts.isStringLiteral(member.name) ? member.name.text : "";
}

/** Editors show a plain sentence better than a `@description` tag, and the type says the rest. */
function tidyDocs(source: string): string {
  return source
    .replaceAll("@description ", "")
    .replaceAll(/^ *\* @(?:enum \{.*\}|constant)\n/gm, "")
    .replaceAll(/\/\*\* @(?:enum \{.*?\}|constant) \*\//g, "");
}
