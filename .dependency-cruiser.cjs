// Who may import whom. `npm run imports` cruises twice: once with type imports, which shows the house as people read
// it, and once (CRUISE=loaded) with only what Node loads, which is what the start of `cnnc check` costs.

/** What each part of the house may import besides itself; `type …` for types alone. */
const house = {
  "src/source": [],
  "src/shape": [],
  "src/random": [],
  "src/data": [],
  "src/diagnostics": ["src/source"],
  "src/layers": ["src/shape", "type src/ir"],
  "src/ir": ["src/shape", "type src/source", "type src/layers"],
  "src/tasks": ["src/shape", "type src/ir", "type src/diagnostics", "type src/layers"],
  grammar: ["type src/ir", "type src/source"],
  "src/phases/1-parse": ["grammar", "src/source", "src/diagnostics", "src/ir"],
  "src/phases/2-resolve": [
    "src/source",
    "src/diagnostics",
    "src/ir",
    "src/shape",
    "src/layers",
    "src/tasks",
    "src/data",
  ],
  "src/phases/3-expand": ["src/source", "src/diagnostics", "src/ir", "src/shape", "src/layers", "src/tasks"],
  "src/phases/4-check": ["src/source", "src/diagnostics", "src/ir", "src/shape", "src/layers", "src/tasks"],
  "src/phases/5-advise": ["src/source", "src/diagnostics", "src/ir", "src/shape", "src/layers", "src/tasks"],
  "src/compile.ts": ["src/phases", "src/source", "src/diagnostics", "src/ir"],
  "src/format": ["grammar", "src/phases/1-parse", "type src/source", "type src/diagnostics"],
  "src/report": ["src/source", "src/diagnostics", "src/ir", "src/shape", "src/layers", "type src/compile.ts"],
  "src/targets/tfjs": ["src/ir", "src/shape", "src/layers", "src/random", "src/diagnostics"],
  "src/targets/ir": ["src/ir"],
  "src/importers": ["src/ir", "src/shape", "src/layers", "src/diagnostics"],
  "src/runtime": [
    "src/targets/tfjs",
    "src/ir",
    "src/shape",
    "src/layers",
    "src/tasks",
    "src/data",
    "src/random",
    "src/diagnostics",
    "src/source",
  ],
  "src/api": [
    "src/cli/imports.ts",
    "src/compile.ts",
    "src/runtime",
    "src/targets/tfjs",
    "src/ir",
    "src/shape",
    "src/diagnostics",
    "src/source",
    "package.json",
  ],
  "src/diagram": ["src/ir", "src/shape", "src/layers", "src/tasks", "src/source"],
  "src/cli": ["src", "grammar", "package.json"],
  web: ["src", "grammar"],
};

/** Packages that only some parts may use. */
const packages = {
  d3: ["src/diagram", "web"],
  "@resvg/": ["src/diagram"],
  pdfkit: ["src/diagram"],
  fflate: ["src/diagram"],
  "@tensorflow/": ["src/runtime", "src/targets/tfjs"],
  webgpu: ["src/runtime"],
  chevrotain: ["grammar", "src/phases/1-parse"],
  commander: ["src/cli"],
  "cli-progress": ["src/cli"],
  picocolors: ["src/cli"],
};

/** Where code runs on Node alone; all else also runs in a browser. */
const onNode = [
  "src/cli",
  "src/api",
  "src/runtime",
  "src/diagram/write/font-files.ts",
  "src/diagram/write/pdf.ts",
  "src/diagram/write/png.ts",
];

const PACKAGE = "(^|/)node_modules/(@types/)?";

const escaped = (text) => text.replace(/[.]/g, "\\.");
/** Matches files of these folders, and the files that are named themselves. */
const under = (places) =>
  `^(${places.map((place) => (place.includes(".") ? `${escaped(place)}$` : `${place}/`)).join("|")})`;
const packageNamed = (name) =>
  name.endsWith("/") ? `${PACKAGE}${name}` : `${PACKAGE}${name}(/|$)|^${name}$`;

const partRules = Object.entries(house).flatMap(([part, allowed]) => {
  const types = allowed.filter((place) => place.startsWith("type ")).map((place) => place.slice(5));
  const values = [part, ...allowed.filter((place) => !place.startsWith("type "))];
  const name = part.replace("src/", "").replaceAll("/", "-");
  return [
    {
      name: `part-${name}`,
      severity: "error",
      comment: `${part} may import ${allowed.join(", ") || "nothing of the house"}.`,
      from: { path: under([part]) },
      to: {
        path: "^(src|grammar|web|tests|bench|scripts|package\\.json)",
        pathNot: under([...values, ...types]),
      },
    },
    ...(types.length === 0
      ? []
      : [
          {
            name: `part-${name}-types`,
            severity: "error",
            comment: `${part} may import types of ${types.join(", ")}, and no values.`,
            from: { path: under([part]) },
            to: {
              path: under(types),
              pathNot: under(values),
              dependencyTypesNot: ["type-only", "type-import"],
            },
          },
        ]),
  ];
});

const packageRules = Object.entries(packages).map(([name, users]) => ({
  name: `package-${name.replace(/[@/]/g, "")}`,
  severity: "error",
  comment: `${name.replace(/\/$/, "/*")} belongs to ${users.join(" and ")}.`,
  from: { path: "^(src|grammar|web)/", pathNot: under(users) },
  to: { path: packageNamed(name) },
}));

const asRead = [
  ...partRules,
  ...packageRules,
  {
    name: "every-part-has-a-row",
    severity: "error",
    comment: "A new part of src gets a row in the table of .dependency-cruiser.cjs.",
    from: {},
    to: { path: "^src/", pathNot: under(Object.keys(house)) },
  },
  {
    name: "node-stays-outside",
    severity: "error",
    comment: `node:* belongs to ${onNode.join(", ")}; the rest runs in a browser too.`,
    from: { path: "^(src|grammar|web)/", pathNot: under(onNode) },
    to: { dependencyTypes: ["core"] },
  },
  {
    name: "no-cycles",
    severity: "error",
    comment: "Data moves one way.",
    from: {},
    to: { circular: true },
  },
  {
    name: "no-dead-modules",
    severity: "error",
    comment: "Neither a command of `cnnc` nor the playground uses it.",
    from: { path: "^(src/cli/launcher\\.ts$|src/api/(index|page)\\.ts$|web/)" },
    // The tests put the verifier between the phases; users don't wait for it. AssemblyScript is compiled, not imported.
    to: {
      path: "^(src|grammar)/",
      pathNot: "^src/(cli/launcher|api/index|api/page|ir/verif[^/]*)\\.ts$|\\.as\\.ts$",
      reachable: false,
    },
  },
  {
    name: "no-unresolved",
    severity: "error",
    comment: "The imported file or package is not there.",
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: "declared-dependencies",
    severity: "error",
    comment: "What src imports is a `dependency` of package.json, since users have no dev dependencies.",
    from: { path: "^(src|grammar)/" },
    to: {
      dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown", "npm-optional"],
      dependencyTypesNot: ["type-only"],
    },
  },
];

const asLoaded = [
  {
    name: "check-starts-light",
    severity: "error",
    comment:
      "The start of `cnnc check` is the first impression: other commands are loaded when they are asked for.",
    from: { path: "^src/cli/(check|main)\\.ts$" },
    to: {
      path: ["@tensorflow/", "d3", "ajv", "@resvg/", "pdfkit", "fflate", "webgpu"]
        .map(packageNamed)
        .join("|"),
      reachable: true,
    },
  },
];

const loaded = process.env.CRUISE === "loaded";

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: loaded ? asLoaded : asRead,
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: ["^dist/", "^runs/"] },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: !loaded,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
