import { defineConfig } from "oxlint";

/** The house's one line of imports: a package, its tests included, imports only what stands left of it. */
const LINE = [
  "openapi",
  "codegen",
  "release",
  "types",
  "client",
  "mock",
  "server",
  "conformance",
  "demo",
  "docs",
];

/** Libraries, and the files that alone may know them, so that each can be replaced in a day. */
const SEAMS = {
  "openapi-fetch": [
    "packages/client/src/binder.ts",
    "packages/client/src/raw/create-raw-client.ts",
  ],
  "openapi-typescript": ["packages/codegen/src/schema-types.ts"],
};

function forbid(names: string[], seams: string[]) {
  return [
    "error",
    {
      patterns: [
        ...names.map((name) => ({
          regex: `^@chatkit-contract/${name}(/|$)`,
          message: `Imports run one way: ${LINE.join(" -> ")}.`,
        })),
        ...seams.map((library) => ({
          regex: `^${library}(/|$)`,
          message: `Only ${SEAMS[library as keyof typeof SEAMS].join(" and ")} imports ${library}.`,
        })),
        {
          regex: `^(\\.\\./){2,}((packages|apps)/)?(${LINE.join("|")})/`,
          message: "Import another package by its name.",
        },
      ],
    },
  ] as const;
}

export default defineConfig({
  plugins: ["typescript", "unicorn", "oxc", "import", "promise", "react", "jsx-a11y", "vitest"],
  categories: { correctness: "error", suspicious: "error", perf: "error" },
  ignorePatterns: ["**/*.gen.*", "**/dist/**", "**/test/fixtures/**", "openapi/released/**"],
  options: { typeAware: true, denyWarnings: true },
  rules: {
    "typescript/no-explicit-any": "error",
    "typescript/no-floating-promises": "error",
    "typescript/consistent-type-imports": "error",
    "typescript/no-non-null-assertion": "error",
    "import/no-cycle": "error",
    eqeqeq: "error",
    // The generic binder narrows from unknown; each cast that surprises has its reason beside it.
    "typescript/no-unsafe-type-assertion": "off",
    "no-console": "off",
    // React 19 compiles JSX without React in scope.
    "react/react-in-jsx-scope": "off",
    // A listing is awaited by design, and JSON Schema has a keyword `then`.
    "unicorn/no-thenable": "off",
    "no-underscore-dangle": "off",
    // Workers have no origin to name.
    "unicorn/require-post-message-target-origin": "off",
    // Clarity over a copy saved, outside hot paths.
    "oxc/no-map-spread": "off",
    "unicorn/prefer-set-has": "off",
    // The compiler checks it better: a switch can be exhaustive.
    "typescript/consistent-return": "off",
    "vitest/valid-expect": ["error", { maxArgs: 2 }],
    "import/no-named-as-default-member": "off",
    // A loop that waits is a sequence by intent: pages, retries, files.
    "no-await-in-loop": "off",
    "no-restricted-imports": forbid([], Object.keys(SEAMS)),
  },
  overrides: [
    {
      files: ["**/test/**", "**/prove/**"],
      rules: {
        // Where a test finds nothing, it fails right there.
        "typescript/no-non-null-assertion": "off",
        "unicorn/consistent-function-scoping": "off",
        "typescript/no-unnecessary-type-parameters": "off",
      },
    },
    ...LINE.map((name, index) => ({
      files: [`${name}/**`, `packages/${name}/**`, `apps/${name}/**`],
      rules: { "no-restricted-imports": forbid(LINE.slice(index + 1), Object.keys(SEAMS)) },
    })),
    ...Object.entries(SEAMS).map(([library, files]) => ({
      files,
      rules: {
        "no-restricted-imports": forbid(
          LINE.slice(LINE.indexOf(files[0]?.split("/")[1] ?? "") + 1),
          Object.keys(SEAMS).filter((other) => other !== library),
        ),
      },
    })),
    {
      // Apps that are measured against each other, each on its own library.
      files: ["packages/client/bench/apps/**"],
      rules: { "no-restricted-imports": forbid(LINE.slice(LINE.indexOf("client") + 1), []) },
    },
  ],
});
