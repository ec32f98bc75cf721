// Who may import whom. `npm run imports` cruises twice: once with type imports, which shows the house as people read
// it, and once (CRUISE=loaded) with only what Node loads, which is what the start of `cnnc check` costs.

const { rooms } = require("./scripts/rooms.cjs");

/** Packages that only some parts may use. */
const packages = {
  d3: ["src/diagram", "web"],
  "@resvg/": ["src/diagram/write"],
  pdfkit: ["src/diagram/write"],
  fflate: ["src/data/formats", "src/diagram/write", "web/share"],
  "bidi-js": ["src/diagram/write"],
  "@tensorflow/": ["src/backends", "src/model", "src/training", "src/answering", "src/targets/tfjs"],
  webgpu: ["src/backends"],
  chevrotain: ["grammar", "src/phases/1-parse"],
  commander: ["src/cli"],
  "cli-progress": ["src/cli/commands"],
  picocolors: ["src/cli/terminal"],
  preact: ["web"],
  "@codemirror/": ["web/write"],
  "@lezer/": ["web/write"],
};

/** Where code runs on Node alone; all else also runs in a browser. */
const onNode = [
  "src/cli",
  "src/api/index.ts",
  "src/host",
  "src/runs",
  "src/backends",
  "src/data/sources",
  "src/diagram/write/fonts",
  "src/diagram/write/pdf.ts",
  "src/diagram/write/png.ts",
];

const PACKAGE = "(^|/)node_modules/(@types/)?";

const escaped = (text) => text.replace(/[.]/g, "\\.");
/** Matches files of these folders, and the files that are named themselves. */
const under = (places) =>
  `^(${places.map((place) => (place.includes(".") ? `${escaped(place)}$` : `${place}/`)).join("|")})`;
/** The same; but a room that stands in another one is a room of its own. */
const inRooms = (places) =>
  `^(${places
    .map((place) => {
      if (place.includes(".")) return `${escaped(place)}$`;
      const inner = place in rooms ? Object.keys(rooms).filter((room) => room.startsWith(`${place}/`)) : [];
      return inner.length === 0 ? `${place}/` : `(?!(${inner.join("|")})/)${place}/`;
    })
    .join("|")})`;
const packageNamed = (name) =>
  name.endsWith("/") ? `${PACKAGE}${name}` : `${PACKAGE}${name}(/|$)|^${name}$`;

const partRules = Object.entries(rooms).flatMap(([part, { may, doors }]) => {
  const types = may.filter((place) => place.startsWith("type ")).map((place) => place.slice(5));
  const values = [part, ...may.filter((place) => !place.startsWith("type "))];
  const name = part.replace("src/", "").replaceAll("/", "-");
  return [
    {
      name: `part-${name}`,
      severity: "error",
      comment: `${part} may import ${may.join(", ") || "nothing of the house"}.`,
      from: { path: inRooms([part]) },
      to: {
        path: "^(src|grammar|web|tests|bench|scripts|package\\.json)",
        pathNot: inRooms([...values, ...types]),
      },
    },
    ...(types.length === 0
      ? []
      : [
          {
            name: `part-${name}-types`,
            severity: "error",
            comment: `${part} may import types of ${types.join(", ")}, and no values.`,
            from: { path: inRooms([part]) },
            to: {
              path: inRooms(types),
              pathNot: inRooms(values),
              dependencyTypesNot: ["type-only", "type-import"],
            },
          },
        ]),
    ...(doors === undefined
      ? []
      : [
          {
            name: `door-${name}`,
            severity: "error",
            comment: `The doors of ${part} are ${doors.join(", ") || "none"}; the rest is its own business.`,
            from: { path: "^(src|grammar|web)/", pathNot: under([part]) },
            to: {
              path: under([part]),
              pathNot: under([`${part}/-.ts`, ...doors.map((door) => `${part}/${door}`)]),
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
    comment: "A new room of src gets a row in scripts/rooms.cjs.",
    from: {},
    to: { path: "^src/", pathNot: under(Object.keys(rooms)) },
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
    comment: "No command of `cnnc`, no editor and no page uses it.",
    from: { path: "^(src/cli/launcher\\.ts$|src/api/(index|page)\\.ts$|src/language/index\\.ts$|web/)" },
    // The tests put the verifier between the phases; users don't wait for it. AssemblyScript is compiled, not imported.
    to: {
      path: "^(src|grammar)/",
      pathNot: "^src/(cli/launcher|api/index|api/page|language/index|ir/verify/[^/]*)\\.ts$|\\.(as|d)\\.ts$",
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
    from: { path: "^src/cli/(commands/check/check|main)\\.ts$" },
    to: {
      path: ["@tensorflow/", "d3", "ajv", "@resvg/", "pdfkit", "fflate", "bidi-js", "webgpu"]
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
