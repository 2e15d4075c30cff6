import { createChatKit } from "@chatkit-contract/client";
import { validateAnswers } from "@chatkit-contract/client/validate";

import type { StrictReport } from "./report.ts";

// What a page under a strict content security policy makes of the client. It tells the console in one line.

const violations: string[] = [];
document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
  violations.push(`${violatedDirective} ${blockedURI}`);
});

const options = {
  apiKey: "sk-of-a-local-server",
  dangerouslyAllowBrowser: true,
  baseUrl: new URL(location.href).searchParams.get("api") ?? "",
  validate: validateAnswers(),
};
const chatkit = createChatKit(options);
const spoiling = createChatKit({
  ...options,
  fetch: async (request) => {
    const response = await fetch(request);
    const answer = (await response.json()) as { data: { created_at: unknown }[] };
    const [thread] = answer.data;
    if (thread) {
      thread.created_at = "yesterday";
    }
    return Response.json(answer);
  },
});

const listed = await Array.fromAsync(chatkit.threads.list(), ({ id }) => id);
const all = (await chatkit.threads.list().all()).map(({ id }) => id);
const problem = await spoiling.threads.list().then(
  () => "none",
  (error: unknown) => String(error),
);
const outcomes = [tryEval(), tryFunction()];
// Violations are told later, in their order: with the one of this image all others have come.
new Image().src = "/last";
while (outcomes.includes("EvalError") && !violations.at(-1)?.endsWith("/last")) {
  await new Promise((resolve) => setTimeout(resolve, 5));
}
const report: StrictReport = {
  listed,
  all,
  problem,
  outcomes,
  violations: violations.slice(0, -1),
};
console.log(JSON.stringify(report));

function tryEval(): string {
  try {
    // oxlint-disable-next-line no-eval -- that it is refused is what is asked
    return String((0, eval)("1 + 1"));
  } catch (error) {
    return (error as Error).name;
  }
}

function tryFunction(): string {
  try {
    // oxlint-disable-next-line typescript/no-implied-eval, no-new-func -- that it is refused is what is asked
    return String(new Function("return 1 + 1")());
  } catch (error) {
    return (error as Error).name;
  }
}
