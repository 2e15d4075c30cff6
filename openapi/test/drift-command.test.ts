import { execFile } from "node:child_process";
import { mkdtempDisposable, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { home } from "./redocly.ts";

const fixtures = join(home, "test/fixtures/drift");
const published = join(fixtures, "published.yaml");
const small = ["--contract=contract.yaml", "--deviations=deviations.md"];

test("in sync, it says so and exits with 0", async () => {
  const { code, stdout, stderr } = await drift(["published.yaml", ...small]);

  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toBe("in sync: 6 differences, all meant (4 deviations)\n");
});

test("CHATKIT_PUBLISHED stands in for the document, a path from where the person stands", async () => {
  const env = { CHATKIT_PUBLISHED: "published.yaml", INIT_CWD: fixtures };

  const { code } = await drift(small, { env, cwd: home });

  expect(code).toBe(0);
});

test("a difference that is not listed, and a row that is not needed, exit with 1 and say what to do", async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), "drift-"));
  const list = await readFile(join(fixtures, "deviations.md"), "utf8");
  const deviations = join(folder.path, "deviations.md");
  await writeFile(deviations, list.replace("`Loan.state enum`", "`Loan.status enum`"));

  const { code, stdout } = await drift([published, small[0] ?? "", "--deviations", deviations]);

  expect(code).toBe(1);
  expect(stdout.split("\n").map((line) => line.trim().split(/ {2,}/))).toEqual([
    ["where", "theirs", "ours", "what to do"],
    [
      "Loan.state enum",
      "none",
      "lost",
      "take it out of the contract, or list it as a deviation with its reason",
    ],
    ["Loan.status enum", "take it out of line 8 of the deviations: no difference needs it"],
    [""],
    ["2 to do"],
    [""],
  ]);
});

test("--format json holds every difference, with the line that lists it", async () => {
  const { code, stdout } = await drift(["published.yaml", ...small, "--format=json"]);

  const report = JSON.parse(stdout);
  expect(code).toBe(0);
  expect(report).toMatchObject({ inSync: true, needless: [] });
  expect(report.differences).toContainEqual({
    where: "Loan.due_at minimum",
    direction: "answer",
    kind: "minimum",
    change: "added",
    theirs: null,
    ours: 0,
    places: ["GET /lending/loans 200", "GET /lending/loans/{id} 200"],
    isOpen: false,
    text: "Loan.due_at minimum: none -> 0",
    listed: 7,
  });
});

test("a URL is read as well", async () => {
  const url = await serve(200, await readFile(published, "utf8"));

  const { code, stderr } = await drift([url, ...small]);

  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
});

test("--help says what it does", async () => {
  const { code, stdout } = await drift(["--help"]);

  expect(code).toBe(0);
  expect(stdout).toMatch(/^Usage: drift \[FILE\|URL\]/);
});

test("what cannot be compared exits with 2 and says why in one line", async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), "drift-"));
  const notOpenApi = join(folder.path, "recipe.yaml");
  const notYaml = join(folder.path, "broken.yaml");
  const dangling = join(folder.path, "dangling.yaml");
  await writeFile(notOpenApi, "flour: 500 g\n");
  await writeFile(notYaml, "a: [b\nc: d\n");
  await writeFile(dangling, 'openapi: 3.1.0\ninfo: {}\npaths: { /a: { $ref: "b.yaml" } }\n');
  const missing = await serve(404, "");
  const nobody = await serveNothing();

  const cases: [args: string[], message: string][] = [
    [[], "name the published document, FILE or URL, or set CHATKIT_PUBLISHED"],
    [["nowhere.yaml"], "nowhere.yaml: no such file"],
    [[notOpenApi], `${notOpenApi}: not an OpenAPI 3 document: Unsupported specification`],
    [
      [notYaml],
      `${notYaml}: not an OpenAPI 3 document: deficient indentation in "${notYaml}" (2:1)`,
    ],
    [[dangling], `${dangling}: not an OpenAPI 3 document: Can't resolve $ref: ENOENT`],
    [[missing], `${missing}: cannot be read: answered 404`],
    [[nobody], `${nobody}: cannot be reached: connect ECONNREFUSED`],
    [["published.yaml", "--contract=nowhere.yaml"], "nowhere.yaml: no such file"],
    [["published.yaml", "--deviations=nowhere.md"], "nowhere.md: no such file"],
    [["published.yaml", "--deviations=published.yaml"], "published.yaml:1: no table | where |"],
    [["published.yaml", "--format=xml"], "--format xml: table or json"],
    [["published.yaml", "contract.yaml"], "one document is enough: contract.yaml"],
    [["--fast"], "Unknown option '--fast'; see --help"],
  ];
  const results = await Promise.all(cases.map(([args]) => drift(args)));

  for (const [index, [args, message]] of cases.entries()) {
    const { code, stdout, stderr = "" } = results[index] ?? {};
    expect({ args, code, stdout, lines: stderr.split("\n").length }).toEqual({
      args,
      code: 2,
      stdout: "",
      lines: 2,
    });
    expect(stderr.slice(0, message.length)).toBe(message);
  }
});

/** Runs the command in the fixtures' folder, without the variables of the one who runs the tests. */
function drift(
  args: string[],
  { cwd = fixtures, env = {} }: { cwd?: string; env?: Record<string, string> } = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  const { CHATKIT_PUBLISHED: _published, INIT_CWD: _folder, ...rest } = process.env;
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(home, "compare/main.ts"), ...args],
      { cwd, env: { ...rest, ...env } },
      (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}

async function serveNothing(): Promise<string> {
  const server = createServer();
  await new Promise<void>((listening) => {
    server.listen(0, "127.0.0.1", listening);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => {
    server.close(closed);
  });
  return `http://127.0.0.1:${port}/openapi.yaml`;
}

async function serve(status: number, body: string): Promise<string> {
  const server = createServer((_request, response) => response.writeHead(status).end(body));
  await new Promise<void>((listening) => {
    server.listen(0, "127.0.0.1", listening);
  });
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/openapi.yaml`;
}
