import contract from "@chatkit-contract/types/openapi.json" with { type: "json" };
import { operations as table } from "@chatkit-contract/types/operations";
import { createLogger } from "@stoplight/prism-core";
import {
  createInstance,
  getHttpOperationsFromSpec,
  type IHttpOperationConfig,
} from "@stoplight/prism-http";

import { settlePage, tameAnswers, type HttpOperation } from "./dynamic.ts";
import { Refusal, type Answer, type ValidRequest } from "./front.ts";

/** How answers come about. */
export interface AnswerOptions {
  /** Whether to make answers up from the contract's schemas, in place of its examples. */
  dynamic: boolean;
  /** What made-up answers derive from. */
  seed: string | undefined;
}

/** Sets Prism up to answer valid requests: with what `Prefer` asks for, or the first example of the success. */
export async function createPrism({
  dynamic,
  seed,
}: AnswerOptions): Promise<(request: ValidRequest) => Promise<Answer>> {
  // Prism resolves references in place.
  const declared = await getHttpOperationsFromSpec(structuredClone(contract));
  const operations = new Map(
    (dynamic ? tameAnswers(declared) : declared).map((operation) => [operation.iid, operation]),
  );
  const usual: IHttpOperationConfig = { dynamic, ...(seed === undefined ? {} : { seed }) };
  const prism = createInstance(configure(usual), {
    logger: createLogger("chatkit-mock", { level: "silent" }),
  });

  return async ({ operationId, headers, query }) => {
    const operation = operations.get(operationId) as HttpOperation;
    const preferred = readPreference(headers["prefer"], operation);
    const request = {
      method: operation.method as "get",
      url: { path: operation.path, query: {} },
      headers: { accept: "*/*" },
    };
    // A copy of the choice: Prism keeps the first Accept that it meets in there.
    const config = configure({ ...usual, ...preferred });
    const outcome = await prism.request(request, [operation], config)();
    if (outcome._tag === "Left") {
      throw preferred ? refusePreference() : outcome.left;
    }
    const { statusCode: status, headers: sent, body } = outcome.right.output;
    const settled = dynamic ? settlePage(body, table[operationId], query) : body;
    return { status, headers: readHeaders(sent), body: settled };
  };
}

function configure(mock: IHttpOperationConfig): Parameters<typeof createInstance>[0] {
  return {
    isProxy: false,
    // The front has done all that.
    checkSecurity: false,
    validateRequest: false,
    validateResponse: false,
    errors: false,
    upstreamProxy: undefined,
    mock,
  };
}

/** The answer that `Prefer: code=…, example=…` asks for (RFC 7240), if it does. */
function readPreference(
  prefer: string | string[] | undefined,
  { responses }: HttpOperation,
): Partial<IHttpOperationConfig> | undefined {
  const pairs = String(prefer).matchAll(/\b(code|example)="?([^\s,;"]+)/g);
  const { code, example } = Object.fromEntries([...pairs].map(([, name, value]) => [name, value]));
  // A `default` answer stands for errors; Prism would give it for a success too.
  if (code && !responses.some((answer) => answer.code === code) && !/^[45]\d\d$/.test(code)) {
    throw refusePreference();
  }
  return code || example
    ? { ...(code && { code: Number(code) }), ...(example && { exampleKey: example }) }
    : undefined;
}

function refusePreference(): Refusal {
  const problem = "Prefer must name an answer of this operation, and an example of that answer.";
  return new Refusal(400, "invalid_value", problem, "Prefer");
}

function readHeaders(headers: Record<string, unknown> | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers ?? {}).map(([name, value]) => [name, String(value)]),
  );
}
