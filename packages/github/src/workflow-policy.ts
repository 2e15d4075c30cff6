import {
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";

/** A breach of the policy, and where it stands. */
export interface PolicyFault {
  line: number;
  column: number;
  rule: string;
  message: string;
}

type Report = (node: unknown, rule: string, message: string) => void;

/**
 * Holds a workflow to what actionlint does not ask for: actions pinned by digest, least permissions, no code of
 * strangers beside a right to write, nothing of an event in a script, and a release that trusts no cache.
 */
export function findPolicyFaults(text: string): PolicyFault[] {
  const counter = new LineCounter();
  const workflow = parseDocument(text, { lineCounter: counter }).contents;
  const faults: PolicyFault[] = [];
  const report: Report = (node, rule, message) => {
    const { line, col } = counter.linePos(startOf(node));
    faults.push({ line, column: col, rule, message });
  };
  // What is no YAML is actionlint's to tell.
  if (!isMap(workflow)) return [];
  checkTriggers(workflow, report);
  checkWorkflowPermissions(workflow, report);
  for (const [name, job] of entriesOf(workflow.get("jobs", true))) {
    if (isMap(job)) checkJob(name, job, workflow, report);
  }
  return faults;
}

function checkTriggers(workflow: YAMLMap, report: Report): void {
  for (const { node, name } of triggersOf(workflow)) {
    if (name === "pull_request_target") {
      report(
        node,
        "trigger",
        "pull_request_target gives a stranger's change the right to write: use pull_request, and workflow_run for what has to write",
      );
    }
  }
}

function checkWorkflowPermissions(workflow: YAMLMap, report: Report): void {
  const permissions = workflow.get("permissions", true);
  if (!isMap(permissions) || permissions.items.length > 0) {
    report(
      permissions ?? workflow,
      "permissions",
      "write `permissions: {}` for the workflow, so that a job has what it names and no more",
    );
  }
}

function checkJob(name: Scalar, job: YAMLMap, workflow: YAMLMap, report: Report): void {
  const permissions = job.get("permissions", true);
  if (!isMap(permissions)) {
    report(
      permissions ?? name,
      "permissions",
      `the job ${String(name.value)} has to name its permissions, one by one`,
    );
  }
  if (!job.has("timeout-minutes")) {
    report(name, "timeout", `the job ${String(name.value)} has no timeout-minutes`);
  }
  checkPublisher(name, job, workflow, report);
  if (job.has("uses")) checkPin(job.get("uses", true), report);
  const steps = job.get("steps", true);
  for (const step of isSeq(steps) ? steps.items : []) {
    if (isMap(step)) checkStep(step, job, workflow, report);
  }
}

/** A job that can publish waits for a person where the environment says so, and builds all that it publishes. */
function checkPublisher(name: Scalar, job: YAMLMap, workflow: YAMLMap, report: Report): void {
  if (permissionOf(job, "id-token") !== "write") return;
  if (!job.has("environment")) {
    report(
      name,
      "publisher",
      "a job with id-token: write needs an environment, which says who may run it",
    );
  }
  const steps = job.get("steps", true);
  const scopes = [workflow, job, ...(isSeq(steps) ? steps.items : [])].filter((each) =>
    isMap(each),
  );
  for (const scope of scopes) {
    const env = scope.get("env", true);
    if (isMap(env) && env.has("TURBO_TOKEN")) {
      report(
        env,
        "publisher",
        "what is published is built where it is published: no TURBO_TOKEN beside id-token: write",
      );
    }
  }
}

function checkStep(step: YAMLMap, job: YAMLMap, workflow: YAMLMap, report: Report): void {
  const run = step.get("run", true);
  if (isScalar(run) && String(run.value).includes("${{")) {
    report(
      run,
      "injection",
      "an expression in a script is read as code: give it by env, and quote the variable",
    );
  }
  if (!step.has("uses")) return;
  const uses = step.get("uses", true);
  checkPin(uses, report);
  const inputs = step.get("with", true);
  if (isScalar(uses) && String(uses.value).startsWith("actions/checkout@")) {
    checkCheckout(uses, isMap(inputs) ? inputs : undefined, job, workflow, report);
  }
}

function checkPin(uses: unknown, report: Report): void {
  if (!isScalar(uses)) return;
  const action = String(uses.value);
  if (action.startsWith("./")) return;
  if (!/^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/.test(action)) {
    report(uses, "pin", `${action} can change under us: name the commit, all 40 digits of it`);
  } else if (!/^ ?v\d+\.\d+\.\d+$/.test(uses.comment ?? "")) {
    report(uses, "pin", `${action} needs its version beside it: # v1.2.3`);
  }
}

function checkCheckout(
  uses: Scalar,
  inputs: YAMLMap | undefined,
  job: YAMLMap,
  workflow: YAMLMap,
  report: Report,
): void {
  const persists = inputs?.get("persist-credentials");
  if (typeof persists !== "boolean") {
    report(uses, "checkout", "say persist-credentials: false, or true in a job that pushes");
  } else if (persists && permissionOf(job, "contents") !== "write") {
    report(
      uses,
      "checkout",
      "persist-credentials: true leaves a token on the disk of a job that does not push",
    );
  }
  const follows = triggersOf(workflow).some(({ name }) => name === "workflow_run");
  for (const input of ["ref", "repository"]) {
    if (follows && inputs?.has(input)) {
      report(
        inputs.get(input, true),
        "checkout",
        "a workflow_run has rights that the run before had not: it may read what that left, never check it out",
      );
    }
  }
}

function triggersOf(workflow: YAMLMap): { node: unknown; name: string }[] {
  const on = workflow.get("on", true);
  if (isScalar(on)) return [{ node: on, name: String(on.value) }];
  if (isSeq(on)) {
    return (on as YAMLSeq<Scalar>).items.map((node) => ({ node, name: String(node.value) }));
  }
  return entriesOf(on).map(([node]) => ({ node, name: String(node.value) }));
}

function permissionOf(job: YAMLMap, scope: string): unknown {
  const permissions = job.get("permissions", true);
  return isMap(permissions) ? permissions.get(scope) : undefined;
}

function entriesOf(node: unknown): [name: Scalar, value: unknown][] {
  return isMap(node)
    ? (node.items as Pair<Scalar, Node>[]).map(({ key, value }) => [key, value])
    : [];
}

function startOf(node: unknown): number {
  return (node as Node | undefined)?.range?.[0] ?? 0;
}
