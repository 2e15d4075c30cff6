import {
  generateClient,
  generateTypes,
  loadContract,
  type ContractDocument,
  type Outputs,
} from "@chatkit-contract/codegen";

/** A contract, and the types that callers compile against. */
export interface Contract {
  /** The bundled document. */
  document: ContractDocument;
  /** The generated types by package and path, `client/facade.gen.ts`. */
  files: Readonly<Record<string, string>>;
}

/** What makes types of a document: the generator of this repository, or another to compare it with. */
export type Generator = (document: ContractDocument) => Promise<Record<string, string>>;

/** The generated files that hold types, without those that hold code alone. */
const TYPED: Readonly<Record<string, string>> = {
  "types/src/schemas.gen.ts": "types/schemas.gen.ts",
  "types/src/operations.gen.ts": "types/operations.gen.ts",
  "client/src/facade.gen.ts": "client/facade.gen.ts",
  "client/src/models.gen.ts": "client/models.gen.ts",
};

/** Makes the types of a contract, as `pnpm generate` does. */
export async function generateContractTypes(
  document: ContractDocument,
): Promise<Record<string, string>> {
  return typedFiles(await generateTypes(document), await generateClient(document));
}

/** Of the generated files of both packages, those that hold types. */
export function typedFiles(types: Outputs, client: Outputs): Record<string, string> {
  const made: Record<string, string> = {};
  for (const [name, outputs] of Object.entries({ types, client })) {
    for (const [path, text] of Object.entries(outputs)) made[`${name}/${path}`] = text;
  }
  return Object.fromEntries(
    Object.entries(TYPED).map(([path, short]) => [short, made[path] ?? ""] as const),
  );
}

/**
 * Reads a contract and makes its types.
 *
 * @param file The contract's root file. Default: this repository's.
 * @throws {InvalidContractError} The contract breaks a rule that generation depends on.
 */
export async function readContract(file?: string): Promise<Contract> {
  const document = await loadContract(file);
  return { document, files: await generateContractTypes(document) };
}
