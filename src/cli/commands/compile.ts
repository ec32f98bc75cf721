import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { version } from "../../../package.json";
import { writeFolder, writeOutput } from "../../host/output.ts";
import { LAYERS_FILE, modelJson, needsLayers, WEIGHTS_FILE } from "../../targets/tfjs/artifacts.ts";
import { findUnsupported } from "../../targets/tfjs/unsupported.ts";
import { initialWeights, weightBytes } from "../../targets/tfjs/weights.ts";
import { demandSizes, demandSupported, pickNet, readSoundSpec, type SetSizes } from "../spec/spec.ts";
import { EXIT, Failure } from "../terminal/failure.ts";
import { failureOf } from "../terminal/found.ts";
import { printError } from "../terminal/terminal.ts";

export interface CompileOptions {
  readonly output: string;
  readonly net?: string;
  readonly to: string;
  readonly seed: number;
  readonly set?: SetSizes;
}

const TARGETS = ["tfjs", "ir"];

/** `cnnc compile FILE -o DIR`: writes a model, or the checked program, and returns the exit code. */
export async function compileCommand(file: string, options: CompileOptions): Promise<number> {
  if (!TARGETS.includes(options.to)) {
    throw new Failure(`there is no target \`${options.to}\``, { help: `targets: ${TARGETS.join(", ")}` });
  }
  const compilation = readSoundSpec(file, options.set);
  try {
    if (options.to === "ir") {
      if (resolve(options.output) === resolve(file))
        throw new Failure(`${file}: this is the spec itself, which would be lost`);
      const { programJson } = await import("../../ir/json.ts");
      await writeOutput(options.output, `${JSON.stringify(programJson(compilation.program), null, 2)}\n`);
      return EXIT.ok;
    }
    const net = pickNet(compilation, options.net);
    demandSizes(net);
    demandSupported(compilation, net, findUnsupported);
    const weights = initialWeights(net, options.seed);
    const layers = needsLayers(net)
      ? await readFile(new URL(`../${LAYERS_FILE}`, import.meta.url), "utf8")
      : undefined;
    await writeFolder(options.output, {
      "model.json": `${JSON.stringify(modelJson(net, weights, `cnnc ${version}`), null, 2)}\n`,
      [WEIGHTS_FILE]: weightBytes(weights.data),
      [LAYERS_FILE]: layers,
    });
    const first = layers === undefined ? "" : `, after the \`register(tf)\` of ${LAYERS_FILE}`;
    printError(
      `${net.name}: ${options.output}/model.json and ${WEIGHTS_FILE} for tf.loadLayersModel${first}`,
    );
    return EXIT.ok;
  } catch (error) {
    throw failureOf(error, options.output);
  }
}
