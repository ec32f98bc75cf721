import { Command, CommanderError } from "commander";
import { version } from "../../package.json";
import { shownLines } from "../diagnostics/shown.ts";
import { type ViewOption, viewsTaking, viewTerms } from "../diagram/views/terms.ts";
import { check } from "./commands/check/check.ts";
import type { CommandLoader } from "./commands.ts";
import { count, depth, gathered, natural, port, positive, range, setting } from "./terminal/arguments.ts";
import { accessFailure, EXIT, isFailure } from "./terminal/failure.ts";
import { paint, printError } from "./terminal/terminal.ts";

const SET = [
  "--set <name=size>",
  "set a size that the spec leaves open, such as H=256; may be given several times",
  setting,
] as const;

/** `with --view plot`: the views that take an option. */
function withView(option: ViewOption): string {
  return `with --view ${viewsTaking(option).join(", ")}`;
}

/** What a command of the command line is made with. */
interface Making {
  readonly program: Command;
  /** Each command loads what it needs and nothing before. */
  readonly load: CommandLoader;
  finish(code: number): void;
}

const BACKENDS = "webgpu, wasm, cpu, or auto: the fastest that is there";

function addCheck({ program, load, finish }: Making): void {
  program
    .command("check")
    .description("count weights, check shapes and prove what the spec claims")
    .argument("<file...>", "specs")
    .option("--json", "print the findings as JSON")
    .option("--net <name>", "check one net of the file")
    .option(...SET)
    .option("--target <name>", "also say what a target can't do: tfjs")
    .option("--batch <count>", "examples at a time, for the memory that is told", count, 1)
    .option("--fix", "mend in place what has one reading, and check the result")
    .option("--watch", "check again whenever a file changes, until Ctrl-C")
    .addHelpText("after", "\nExample:\n  cnnc check specs/zoo/lenet5.cnn")
    .action(async (files, options) => finish(await check(files, options, load)));
}

function addDraw({ program, load, finish }: Making): void {
  const views = Object.entries(viewTerms).map(([name, { shows }]) => `${name}: ${shows}`);
  program
    .command("draw")
    .description("draw a net as SVG, PNG, PDF or PowerPoint slide")
    .argument("<file>", "spec, or run folder of cnnc train, whose weights are drawn then")
    .option("-o, --output <file>", "X.svg, .png, .pdf or .pptx; without it, SVG goes to standard output")
    .option(...SET)
    .option("--net <name>", "the net to draw; the first of the file where none is named")
    .option("--all <folder>", "draw every net of the file, each into NET.svg in this folder")
    .option("--type <extension>", "with --all, what the pictures are", "svg")
    .option("--view <name>", `${views.join("; ")} (default: maps or neurons, as suits the net)`)
    .option(
      "--range <name=from..to>",
      `${withView("range")}, from where to where an input goes, such as age=20..90; may be given several times`,
      range,
    )
    .option(
      "--image <file>",
      `${withView("image")}, an image whose feature maps and prediction are drawn too`,
    )
    .option(
      "--depth <levels>",
      "how many levels of blocks are open: 0, 1, …, or all, with every repeat",
      depth,
    )
    .option("--expand <name>", "a block that is open at any depth; may be given several times", gathered)
    .option(
      "--width <name>",
      "column: 85 mm, page: 174 mm, slide: 16 : 9 (default: as wide as the net asks for)",
    )
    .option("--theme <name>", "light, dark, or print: greys that keep apart on paper", "light")
    .option("--scale <factor>", "pixels of the PNG for each unit of the drawing", positive, 2)
    .addHelpText("after", "\nExample:\n  cnnc draw specs/zoo/lenet5.cnn -o lenet5.svg")
    .action(async (file, options) => finish(await (await load("draw")).draw(file, options, load)));
}

function addGallery({ program, load, finish }: Making): void {
  program
    .command("gallery")
    .description("build a page of every spec: its pictures, its table and its claims")
    .argument("<path...>", "specs, or folders of them")
    .requiredOption("-o, --output <folder>", "folder to write: index.html and the pictures")
    .option("--theme <name>", "light, dark or print", "light")
    .addHelpText("after", "\nExample:\n  cnnc gallery specs -o gallery")
    .action(async (paths, options) => finish(await (await load("gallery")).gallery(paths, options)));
}

function addCompile({ program, load, finish }: Making): void {
  program
    .command("compile")
    .description("write a TensorFlow.js model: a folder that tf.loadLayersModel loads")
    .argument("<file>", "spec, or run folder of cnnc train, whose weights are written then")
    .requiredOption("-o, --output <folder>", "folder to write; with --to ir, a file")
    .option(...SET)
    .option("--net <name>", "the net to compile; the first of the file where none is named")
    .option("--to <target>", "tfjs, or ir: the checked program as JSON", "tfjs")
    .option("--seed <number>", "seed of the weights that are not written down (default: 1)", natural)
    .addHelpText("after", "\nExample:\n  cnnc compile specs/zoo/lenet5.cnn -o lenet5")
    .action(async (file, options) => finish(await (await load("compile")).compileCommand(file, options)));
}

function addTrain({ program, load, finish }: Making): void {
  program
    .command("train")
    .description("train a net as its file says, and write a run folder")
    .argument("<file>", "spec")
    .option("-o, --output <folder>", "run folder; runs/NET where none is named")
    .option(...SET)
    .option("--net <name>", "the net to train; the first with a `train` where none is named")
    .option("--data <name>", "another data source of the file")
    .option("--backend <name>", BACKENDS, "auto")
    .option("--epochs <number>", "how often to go through the data, instead of what the file says", count)
    .option("--seed <number>", "another seed than the file's", natural)
    .option("--resume", "go on from the last finished epoch of the run folder")
    .addHelpText("after", "\nExample:\n  cnnc train specs/figures/nought_or_cross.cnn -o runs/symbols")
    .action(async (file, options) => finish(await (await load("train")).train(file, options)));
}

function addPredict({ program, load, finish }: Making): void {
  program
    .command("predict")
    .description("ask a trained net about images, signals, arrays, or the rows of a table")
    .argument("<run>", "run folder of cnnc train")
    .argument(
      "<input...>",
      "images (PNG, JPEG), signals (CSV) or arrays (.npy); for named fields or several inputs, tables (CSV)",
    )
    .option(
      "-o, --output <path>",
      "folder for masks, stretches and other answers at each place; or a table for all others: answers.csv",
    )
    .option("--backend <name>", BACKENDS, "auto")
    .option("--json", "print the predictions as JSON")
    .addHelpText("after", "\nExample:\n  cnnc predict runs/digits seven.png")
    .action(async (run, inputs, options) =>
      finish(await (await load("predict")).predict(run, inputs, options)),
    );
}

function addPlay({ program, load, finish }: Making): void {
  program
    .command("play")
    .description("open the page in which a spec is written, seen and shared, on this machine alone")
    .argument("[path]", "spec, or folder of specs, which the page saves when it is asked to")
    .option("--port <number>", "where it is served: what the browser keeps is found there again", port, 4517)
    .addHelpText("after", "\nExample:\n  cnnc play specs/zoo/lenet5.cnn")
    .action(async (path, options) => finish(await (await load("play")).play(path, options)));
}

function addFmt({ program, load, finish }: Making): void {
  program
    .command("fmt")
    .description("format specs in place")
    .argument("<file...>", "specs; - reads standard input and writes standard output")
    .option("--check", "change nothing; name the files that would change, and end with 1 where there are any")
    .addHelpText("after", "\nExample:\n  cnnc fmt specs/zoo/lenet5.cnn")
    .action(async (files, options) => finish(await (await load("fmt")).fmt(files, options)));
}

function addExplain({ program, load, finish }: Making): void {
  program
    .command("explain")
    .description("explain a message code, or list all")
    .argument("[code]", "such as claim_refuted")
    .addHelpText("after", "\nExample:\n  cnnc explain shape_not_joinable")
    .action(async (code) => finish((await load("explain")).explain(code)));
}

const COMMANDS = [
  addCheck,
  addDraw,
  addGallery,
  addCompile,
  addTrain,
  addPredict,
  addPlay,
  addFmt,
  addExplain,
];

function commandLine(load: CommandLoader, finish: (code: number) => void): Command {
  const program = new Command("cnnc")
    .description("Checks, draws, compiles and trains the neural networks of .cnn files.")
    .version(version)
    .showHelpAfterError("(cnnc --help shows what there is)")
    .exitOverride();
  for (const add of COMMANDS) add({ program, load, finish });
  for (const command of program.commands)
    command.exitOverride().showHelpAfterError(`(cnnc ${command.name()} --help shows an example)`);
  return program;
}

/** Runs the command that `process.argv` names and returns its exit code. */
export async function run(load: CommandLoader): Promise<number> {
  let code: number = EXIT.ok;
  try {
    await commandLine(load, (result) => {
      code = result;
    }).parseAsync();
    return code;
  } catch (error) {
    return report(error);
  }
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (isFailure(error)) {
    printError(
      error.rendered
        ? error.message
        : `${paint.red(error.code ? `error[${error.code}]` : "error")}: ${shownLines(error.message)}`,
    );
    if (error.help) printError(`  ${paint.bold("help")}: ${shownLines(error.help)}`);
    return error.exitCode;
  }
  const message = error instanceof Error ? error.message : String(error);
  printError(`${paint.red("error")}: ${shownLines(message)}`);
  printError("  This is a fault of cnnc itself. CNNC_DEBUG=1 shows where it happened.");
  if (process.env.CNNC_DEBUG && error instanceof Error) printError(error.stack ?? "");
  return EXIT.usage;
}

// A reader that closes early, such as `head`, is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(EXIT.ok);
  process.exit(report(accessFailure("standard output", error)));
});
// Nothing can be told then; how the command ends stays as it is.
process.stderr.on("error", () => {});
