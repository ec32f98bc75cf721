import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { version } from "../../../package.json";
import { writeFolder, writeOutput } from "../../host/output.ts";
import { readShipped } from "../../host/shipped.ts";
import type { CheckedNet } from "../../ir/net.ts";
import type { Program } from "../../ir/program.ts";
import { openRun } from "../../runs/open-run.ts";
import { LAYERS_FILE, modelJson, needsLayers, WEIGHTS_FILE } from "../../targets/tfjs/artifacts.ts";
import { findUnsupported } from "../../targets/tfjs/unsupported.ts";
import { initialWeights, type WeightData, weightBytes, withWeights } from "../../targets/tfjs/weights.ts";
import { demandSizes, demandSupported, pickNet, readSoundSpec, type SetSizes } from "../spec/spec.ts";
import { EXIT, Failure } from "../terminal/failure.ts";
import { failureOf } from "../terminal/found.ts";
import { printError } from "../terminal/terminal.ts";

export interface CompileOptions {
  readonly output: string;
  readonly net?: string;
  readonly to: string;
  /** Of the weights that are not written down; 1 where nothing is said. */
  readonly seed?: number;
  readonly set?: SetSizes;
}

const TARGETS = ["tfjs", "ir"];

/** `cnnc compile FILE -o DIR`: writes a model, or the checked program, and returns the exit code. FILE may be a run. */
export async function compileCommand(file: string, options: CompileOptions): Promise<number> {
  if (!TARGETS.includes(options.to)) {
    throw new Failure(`there is no target \`${options.to}\``, { help: `targets: ${TARGETS.join(", ")}` });
  }
  try {
    const isRun = existsSync(file) && statSync(file).isDirectory();
    const given = isRun ? await ofRun(file, options) : ofSpec(file, options);
    if (options.to === "ir") await writeProgram(given.program, options.output, file);
    else await writeModel(given.model(), options.output);
    return EXIT.ok;
  } catch (error) {
    throw failureOf(error, options.output);
  }
}

interface Model {
  readonly net: CheckedNet;
  readonly weights: WeightData;
}

interface Compiled {
  readonly program: Program;
  /** The net that was asked for; a Failure where it can't be a model. */
  model(): Model;
}

function ofSpec(file: string, { set, net: name, seed = 1 }: CompileOptions): Compiled {
  const compilation = readSoundSpec(file, set);
  return {
    program: compilation.program,
    model() {
      const net = pickNet(compilation, name);
      demandSizes(net);
      demandSupported(compilation, net, findUnsupported);
      return { net, weights: initialWeights(net, seed) };
    },
  };
}

/** The net of a run with the weights that its training kept; in the program they are as if they were written down. */
async function ofRun(path: string, { set, net: name, seed }: CompileOptions): Promise<Compiled> {
  const { net, weights, program } = await openRun(path);
  if (set) throw new Failure(`${path}: this is a run, whose sizes are set`, { help: "leave `--set` away" });
  if (seed !== undefined)
    throw new Failure(`${path}: this is a run, whose weights are trained`, { help: "leave `--seed` away" });
  if (name !== undefined && name !== net.name)
    throw new Failure(`${path}: this run is of \`${net.name}\`, and of no other net`);
  const nets = program.nets.map((each) => (each === net ? withWeights(net, weights) : each));
  return { program: { ...program, nets }, model: () => ({ net, weights }) };
}

async function writeProgram(program: Program, output: string, file: string): Promise<void> {
  if (resolve(output) === resolve(file))
    throw new Failure(`${file}: this is what is compiled, and it would be lost`);
  const { programJson } = await import("../../ir/json.ts");
  await writeOutput(output, `${JSON.stringify(programJson(program), listed, 2)}\n`);
}

/** Trained weights come as 32-bit floats, which JSON would write as an object. */
function listed(_: string, value: unknown): unknown {
  return value instanceof Float32Array ? [...value] : value;
}

async function writeModel({ net, weights }: Model, output: string): Promise<void> {
  const layers = needsLayers(net) ? await readShipped(LAYERS_FILE) : undefined;
  await writeFolder(output, {
    "model.json": `${JSON.stringify(modelJson(net, weights, `cnnc ${version}`), null, 2)}\n`,
    [WEIGHTS_FILE]: weightBytes(weights.data),
    [LAYERS_FILE]: layers,
  });
  const first = layers === undefined ? "" : `, after the \`register(tf)\` of ${LAYERS_FILE}`;
  printError(`${net.name}: ${output}/model.json and ${WEIGHTS_FILE} for tf.loadLayersModel${first}`);
}
