// Who may import whom, for the lint step and for the picture of the house in docs/architecture.md.

/**
 * The rooms of the house: what each holds, in a few words; what it may import besides itself (`type …` for types alone); and
 * its doors, the files that others may import. A room without a list of doors is open: every file of it is public.
 */
exports.rooms = {
  "src/source": { holds: "text with its lines, and what stands in for files", may: [] },
  "src/shape": { holds: "shapes, windows, sizes that are still open", may: [] },
  "src/random": { holds: "seeded random numbers, the same everywhere", may: [] },
  "src/diagnostics": { holds: "findings of all kinds, their texts, fixes and look", may: ["src/source"] },
  "src/layers": {
    holds: "every layer: parameters, shapes, weights, costs; one file each",
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
  "src/ir": {
    holds: "the values that go from phase to phase, and what must hold of them",
    may: ["src/shape", "type src/source", "type src/layers"],
  },
  "src/tasks": {
    holds: "what heads answer, with their losses and metrics; one file each",
    may: ["src/shape", "type src/ir", "type src/diagnostics", "type src/layers"],
    doors: ["definition.ts", "range.ts", "registry.ts"],
  },
  grammar: {
    holds: "words and sentences of the language",
    may: ["type src/ir", "type src/source"],
    doors: ["lexer.ts", "parser.ts", "tokens.ts"],
  },
  "src/phases/1-parse": {
    holds: "text becomes a tree; repairs what can't be read",
    may: ["grammar", "src/source", "src/diagnostics", "src/ir"],
    doors: ["files.ts", "parse.ts"],
  },
  "src/phases/2-resolve": {
    holds: "names find what they mean, options their values",
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
    holds: "blocks, repeats and branches become a graph of layers",
    may: ["src/source", "src/diagnostics", "src/ir", "src/shape", "src/layers", "src/tasks"],
    doors: ["expand.ts", "open/analyse.ts", "open/settle.ts"],
  },
  "src/phases/4-check": {
    holds: "shapes and counts, claims, what trainings ask for",
    may: ["src/source", "src/diagnostics", "src/ir", "src/shape", "src/layers", "src/tasks"],
    doors: ["check.ts", "trainings.ts"],
  },
  "src/phases/5-advise": {
    holds: "what is right and might be better",
    may: ["src/source", "src/diagnostics", "src/ir", "src/shape", "src/layers", "src/tasks"],
    doors: ["advise.ts", "allowances.ts", "declarations.ts"],
  },
  "src/compile.ts": {
    holds: "the compiler: the phases in a row",
    may: ["src/phases", "src/source", "src/diagnostics", "src/ir"],
  },
  "src/format": {
    holds: "specs laid out",
    may: ["grammar", "src/phases/1-parse", "type src/source", "type src/diagnostics"],
    doors: ["format.ts"],
  },
  "src/report": {
    holds: "tables, JSON and pages of what was checked",
    may: ["src/source", "src/diagnostics", "src/ir", "src/shape", "src/layers", "type src/compile.ts"],
    doors: ["check-json.ts", "check-table.ts", "gallery-page.ts"],
  },
  "src/targets/tfjs": {
    holds: "nets as models of TensorFlow.js, and layers that it lacks",
    may: ["src/ir", "src/shape", "src/layers", "src/random", "src/diagnostics"],
    doors: ["artifacts.ts", "custom/register.ts", "model.ts", "place.ts", "unsupported.ts", "weights.ts"],
  },
  "src/host": {
    holds: "files of this machine, read and written whole",
    may: ["src/source", "src/diagnostics"],
  },
  "src/data": {
    holds: "data sets, and what a net wants of them",
    may: ["src/ir", "src/shape", "src/random", "src/diagnostics"],
  },
  "src/data/formats": {
    holds: "bytes of a file become numbers",
    may: ["src/data", "src/shape", "src/diagnostics", "src/host"],
  },
  "src/data/sources": {
    holds: "files become examples",
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
    holds: "examples that are drawn",
    may: ["src/data", "src/data/formats/pixels.ts", "src/ir", "src/shape", "src/random", "src/diagnostics"],
  },
  "src/data/parts": {
    holds: "who is in which part",
    may: ["src/data", "src/ir", "src/shape", "src/random", "src/diagnostics"],
  },
  "src/backends": {
    holds: "TensorFlow.js on each device, with kernels of our own",
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
    holds: "a net with its weights on a device",
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
    holds: "steps, losses, optimizers, schedules",
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
      "metrics/metric.ts",
      "metrics/measuring.ts",
      "metrics/overlaps.ts",
      "metrics/registry.ts",
      "trainable.ts",
      "trainer.ts",
      "transfer.ts",
    ],
  },
  "src/answering": {
    holds: "a trained net asked",
    may: ["src/backends", "src/model", "src/ir", "src/shape", "type src/targets/tfjs", "type src/data"],
    doors: ["predictor.ts", "stretches.ts"],
  },
  "src/runs": {
    holds: "run folders and checkpoints",
    may: [
      "src/compile.ts",
      "src/data",
      "src/data/sources",
      "type src/data/parts",
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
    holds: "the library, for Node and for pages",
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
    holds: "pictures of nets: what the rooms in it offer",
    may: ["src/diagram/scene", "src/diagram/stages", "src/diagram/views", "src/diagram/write"],
    doors: ["index.ts", "write/pdf.ts", "write/png.ts", "write/pptx/pptx.ts"],
  },
  "src/diagram/scene": {
    holds: "what a picture is made of: marks, theme, text and its widths",
    may: ["src/shape", "type src/layers"],
  },
  "src/diagram/stages": {
    holds: "what of a net is drawn: folded, with branches found",
    may: ["src/diagram/scene", "src/ir", "src/shape", "src/layers", "src/tasks", "src/source"],
  },
  "src/diagram/bodies": {
    holds: "how a layer's values look",
    may: ["src/diagram/scene", "src/diagram/stages", "src/ir", "src/shape", "src/layers", "src/source"],
  },
  "src/diagram/flow": {
    holds: "places of bodies, and ways between them",
    may: ["src/diagram/scene", "src/diagram/stages", "src/diagram/bodies", "src/ir", "src/shape"],
  },
  "src/diagram/views": {
    holds: "one file a view",
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
    holds: "scenes as SVG, PNG, PDF, PowerPoint",
    may: ["src/diagram/scene"],
    doors: ["svg.ts", "pdf.ts", "png.ts", "pptx/pptx.ts"],
  },
  "src/cli": {
    holds: "the command line and its start",
    may: ["src/cli/commands", "src/cli/terminal", "src/diagnostics", "type src/targets/tfjs", "package.json"],
  },
  "src/cli/commands": {
    holds: "one file a command, what it alone needs in a folder of its name",
    may: ["src", "package.json"],
  },
  "src/cli/terminal": {
    holds: "colours, failures, exit codes",
    may: ["src/host", "src/backends", "src/diagnostics"],
  },
  "src/cli/spec": {
    holds: "specs that commands read",
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
  web: { holds: "a page, where there will be one", may: ["src", "grammar"] },
};
