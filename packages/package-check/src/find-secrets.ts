import { lintSource } from "@secretlint/core";
import { creator as preset } from "@secretlint/secretlint-rule-preset-recommend";

const RULES = { rules: [{ id: "@secretlint/secretlint-rule-preset-recommend", rule: preset }] };
/** Keys of projects that the preset does not know yet, and what it needs a whole key to see. */
const FORMS: readonly (readonly [what: string, form: RegExp])[] = [
  ["an API key", /\bsk-(?:proj-|svcacct-|admin-)?[\w-]{32,}/],
  ["a private key", /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/],
  ["a registry's token", /_auth(?:Token)?\s*=\s*(?!\$\{)\S{8,}/],
];

/**
 * Looks for secrets in files: with Secretlint's recommended rules, by the forms of keys, and for the very secrets that
 * this process was given.
 *
 * @param files Texts by their path.
 * @param environment Where this process has its secrets from.
 * @returns What was found and where, one line each, and never the secret.
 */
export async function findSecrets(
  files: ReadonlyMap<string, string>,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<string[]> {
  const own = secretsOf(environment);
  const found: string[] = [];
  for (const [path, text] of files) {
    const extension = /\.[^./]*$/.exec(path)?.[0] ?? "";
    const source = { filePath: path, content: text, contentType: "text", ext: extension } as const;
    const options = { config: RULES, maskSecrets: true, noPhysicFilePath: true };
    const { messages } = await lintSource({ source, options });
    const whats = [
      ...messages.map(({ message, loc }) => `${withoutValue(message)} in line ${loc.start.line}`),
      ...FORMS.filter(([, form]) => form.test(text)).map(([what]) => what),
      ...own.filter(([, value]) => text.includes(value)).map(([name]) => `the value of $${name}`),
    ];
    found.push(...whats.map((what) => `secret: ${path} holds ${what}`));
  }
  return found;
}

/** The secrets that an environment gives, by the names that they go by there. Short values are words, such as `true`. */
export function secretsOf(
  environment: Readonly<Record<string, string | undefined>>,
): [name: string, value: string][] {
  return Object.entries(environment).flatMap(([name, value = ""]) =>
    /TOKEN|SECRET|PASSW|API_?KEY|PRIVATE_?KEY|_AUTH$/i.test(name) && value.length >= 12
      ? [[name, value] as [string, string]]
      : [],
  );
}

/** Secretlint masks what it found; the stars say how long it is. */
function withoutValue(message: string): string {
  return message.replace(/^found /, "").replace(/(\(\*+\))?:? *\*+$/, "");
}
