import { closedRequests } from "./closed-requests.ts";
import { coveringExamples } from "./covering-examples.ts";
import { declaredAnswers } from "./declared-answers.ts";
import { discriminatorMapping } from "./discriminator-mapping.ts";
import { documented } from "./documented.ts";
import { generableBodies } from "./generable-bodies.ts";
import { generableNames } from "./generable-names.ts";
import { generableParameters } from "./generable-parameters.ts";
import { generableSecurity } from "./generable-security.ts";
import { generableUnions } from "./generable-unions.ts";
import { namedExamples } from "./named-examples.ts";
import { openMarker } from "./open-marker.ts";
import { operationIdForm } from "./operation-id-form.ts";
import { paginationEnvelope } from "./pagination-envelope.ts";
import { type Rule } from "./redocly.ts";
import { terminalPageFirst } from "./terminal-page-first.ts";

/** What generation rests on, whatever the contract. */
const generation: Record<string, Rule> = {
  "operation-id-form": operationIdForm,
  "pagination-envelope": paginationEnvelope,
  "discriminator-mapping": discriminatorMapping,
  "open-marker": openMarker,
  "generable-bodies": generableBodies,
  "generable-parameters": generableParameters,
  "generable-names": generableNames,
  "generable-security": generableSecurity,
  "generable-unions": generableUnions,
};

/** What this contract asks of itself beyond that. */
const house: Record<string, Rule> = {
  "declared-answers": declaredAnswers,
  "terminal-page-first": terminalPageFirst,
  documented,
  "closed-requests": closedRequests,
  "named-examples": namedExamples,
  "covering-examples": coveringExamples,
};

interface Plugin {
  id: string;
  rules: { oas3: Record<string, Rule> };
  configs: Record<string, { rules: Record<string, "error"> }>;
}

/** Redocly's plugin `contract`, with the configurations `contract/generation` and `contract/house`. */
export default function contractPlugin(): Plugin {
  return {
    id: "contract",
    rules: { oas3: { ...generation, ...house } },
    configs: {
      generation: { rules: { ...asErrors(generation), "operation-operationId-unique": "error" } },
      house: { rules: asErrors(house) },
    },
  };
}

function asErrors(rules: Record<string, Rule>): Record<string, "error"> {
  return Object.fromEntries(Object.keys(rules).map((name) => [`contract/${name}`, "error"]));
}
