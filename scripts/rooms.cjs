// Who may import whom, for the lint step and for the picture of the house in docs/architecture.md.

/**
 * The rooms of the house: what each may import besides itself (`type …` for types alone), and its doors, the files that
 * others may import. A room without a list of doors is open: every file of it is public.
 */
exports.rooms = {
  "src/source": { may: [] },
  "src/shape": { may: [] },
  "src/random": { may: [] },
  "src/diagnostics": { may: ["src/source"] },
  "src/layers": {
    may: ["src/shape", "type src/ir"],
    // A layer that says more than all others do (the edges of `pad`) is asked by the target that spells it.
    doors: [
      "definition.ts",
      "parameters.ts",
      "registry.ts",
      "normalise.ts",
      "pad.ts",
      "resize.ts",
      "transposed.ts",
    ],
  },
  "src/ir": { may: ["src/shape", "type src/source", "type src/layers"] },
  "src/tasks": {
    may: ["src/shape", "type src/ir", "type src/diagnostics", "type src/layers"],
    doors: ["definition.ts", "range.ts", "registry.ts"],
  },
  grammar: { may: ["type src/ir", "type src/source"], doors: ["lexer.ts", "parser.ts", "tokens.ts"] },
  "src/phases/1-parse": {
    may: ["grammar", "src/source", "src/diagnostics", "src/ir"],
    doors: ["files.ts", "parse.ts"],
  },
  "src/phases/2-resolve": {
    may: [
      "src/source",
      "src/diagnostics",
      "src/ir",
      "src/shape",
      "src/layers",
      "src/tasks",
      "src/data/declared.ts",
    ],
    doors: ["resolve.ts"],
  },
  "src/phases/3-expand": {
    may: ["src/source", "src/diagnostics", "src/ir", "src/shape", "src/layers", "src/tasks"],
    doors: ["expand.ts", "open/analyse.ts", "open/settle.ts"],
  },
  "src/phases/4-check": {
    may: ["src/source", "src/diagnostics", "src/ir", "src/shape", "src/layers", "src/tasks"],
    doors: ["check.ts", "trainings.ts"],
  },
  "src/phases/5-advise": {
    may: ["src/source", "src/diagnostics", "src/ir", "src/shape", "src/layers", "src/tasks"],
    doors: ["advise.ts", "declarations.ts"],
  },
  "src/compile.ts": { may: ["src/phases", "src/source", "src/diagnostics", "src/ir"] },
  "src/format": {
    may: ["grammar", "src/phases/1-parse", "type src/source", "type src/diagnostics"],
    doors: ["format.ts"],
  },
  "src/report": {
    may: ["src/source", "src/diagnostics", "src/ir", "src/shape", "src/layers", "type src/compile.ts"],
    doors: ["check-json.ts", "check-table.ts", "gallery-page.ts"],
  },
  "src/targets/tfjs": {
    may: ["src/ir", "src/shape", "src/layers", "src/random", "src/diagnostics"],
    doors: ["artifacts.ts", "custom/register.ts", "model.ts", "place.ts", "unsupported.ts", "weights.ts"],
  },
  "src/host": { may: ["src/source", "src/diagnostics"] },
  "src/data": { may: ["src/data/formats/pixels.ts", "src/ir", "src/shape", "src/layers", "src/random", "src/diagnostics"] },
  "src/data/formats": { may: ["src/data", "src/shape", "src/diagnostics"] },
  "src/data/sources": {
    may: [
      "src/data",
      "src/data/formats",
      "src/data/simulators",
      "src/ir",
      "src/shape",
      "src/diagnostics",
      "src/host",
    ],
    doors: ["csv.ts", "example-files.ts", "load.ts"],
  },
  "src/data/simulators": {
    may: ["src/data", "src/data/formats/pixels.ts", "src/ir", "src/shape", "src/random", "src/diagnostics"],
  },
  "src/data/parts": { may: ["src/data", "src/ir", "src/random", "src/diagnostics"] },
  "src/backends": {
    may: ["src/diagnostics"],
    doors: [
      "backend-names.ts",
      "backend.ts",
      "batchnorm/batchnorm-layer.ts",
      "batchnorm/moving-average.ts",
      "browser-backend.ts",
      "host-memory.ts",
      "tf.ts",
    ],
  },
  "src/model": {
    may: [
      "src/backends",
      "src/targets/tfjs",
      "src/ir",
      "src/shape",
      "src/layers",
      "src/tasks",
      "type src/data",
    ],
  },
  "src/training": {
    may: [
      "src/backends",
      "src/model",
      "src/targets/tfjs",
      "src/ir",
      "src/shape",
      "src/tasks",
      "src/random",
      "src/diagnostics",
      "src/data",
    ],
    doors: [
      "class-weights.ts",
      "clustering-targets.ts",
      "judging.ts",
      "losses.ts",
      "trainable.ts",
      "trainer.ts",
      "transfer.ts",
    ],
  },
  "src/answering": {
    may: ["src/backends", "src/model", "src/ir", "src/shape", "type src/targets/tfjs", "type src/data"],
    doors: ["predictor.ts", "stretches.ts"],
  },
  "src/runs": {
    may: [
      "src/compile.ts",
      "src/data",
      "src/data/sources",
      "src/host",
      "src/ir",
      "src/shape",
      "src/source",
      "src/diagnostics",
      "src/targets/tfjs",
      "type src/training",
    ],
    doors: ["checkpoint.ts", "open-run.ts", "run-folder.ts"],
  },
  "src/api": {
    may: [
      "src/compile.ts",
      "src/host",
      "src/runs",
      "src/data",
      "src/data/parts",
      "src/data/simulators",
      "src/data/sources",
      "src/training",
      "src/answering",
      "src/backends",
      "src/targets/tfjs",
      "src/ir",
      "src/shape",
      "src/diagnostics",
      "src/source",
      "package.json",
    ],
    doors: [],
  },
  "src/diagram": {
    may: ["src/diagram/scene", "src/diagram/stages", "src/diagram/views", "src/diagram/write"],
    doors: ["index.ts", "write/pdf.ts", "write/png.ts", "write/pptx/pptx.ts"],
  },
  "src/diagram/scene": { may: ["src/shape", "type src/layers"] },
  "src/diagram/stages": {
    may: ["src/diagram/scene", "src/ir", "src/shape", "src/layers", "src/tasks", "src/source"],
  },
  "src/diagram/bodies": {
    may: ["src/diagram/scene", "src/diagram/stages", "src/ir", "src/shape", "src/layers", "src/source"],
  },
  "src/diagram/flow": {
    may: ["src/diagram/scene", "src/diagram/stages", "src/diagram/bodies", "src/ir", "src/shape"],
  },
  "src/diagram/views": {
    may: [
      "src/diagram/scene",
      "src/diagram/stages",
      "src/diagram/bodies",
      "src/diagram/flow",
      "src/ir",
      "src/shape",
      "src/layers",
    ],
  },
  "src/diagram/write": {
    may: ["src/diagram/scene"],
    doors: ["svg.ts", "pdf.ts", "png.ts", "pptx/pptx.ts"],
  },
  "src/cli": { may: ["src/cli/commands", "src/cli/terminal", "type src/targets/tfjs", "package.json"] },
  "src/cli/commands": {
    may: ["src", "package.json"],
  },
  "src/cli/terminal": { may: ["src/host", "src/backends", "src/diagnostics"] },
  "src/cli/spec": {
    may: [
      "src/cli/terminal",
      "src/compile.ts",
      "src/host",
      "src/ir",
      "src/source",
      "src/diagnostics",
      "type src/diagram",
    ],
  },
  web: { may: ["src", "grammar"] },
};
