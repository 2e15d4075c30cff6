import { readOperations, type ContractDocument } from "@chatkit-contract/codegen";

import { writeSample } from "./sample.ts";

/** The name of the section with the changelog. */
export const CHANGELOG_TITLE = "Changelog";

/** What the samples are written in. */
export const SAMPLE_LANGUAGE = "TypeScript";

/**
 * The contract with what the reference shows besides: a sample for each operation, and the changelog as the last
 * section.
 *
 * @throws {InvalidContractError} The contract gives no example of something that a sample needs.
 */
export async function createReferenceDocument(
  document: ContractDocument,
  changelog: string,
): Promise<ContractDocument> {
  const reference = structuredClone(document);
  for (const operation of readOperations(document)) {
    Object.assign(reference.paths[operation.path]?.[operation.method] ?? {}, {
      "x-codeSamples": [
        {
          lang: SAMPLE_LANGUAGE,
          label: SAMPLE_LANGUAGE,
          source: await writeSample(document, operation),
        },
      ],
    });
  }
  reference.tags = [
    ...(reference.tags ?? []),
    { name: CHANGELOG_TITLE, description: changelog, ...TEXT_ALONE },
  ];
  return reference;
}

/** A tag that is a section of text, without operations. */
const TEXT_ALONE = { "x-traitTag": true };
