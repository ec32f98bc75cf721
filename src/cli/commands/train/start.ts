/** The weights that a training begins with. */
import { join } from "node:path";
import type { CheckedNet } from "../../../ir/net.ts";
import type { Training } from "../../../ir/program.ts";
import { RunFolder } from "../../../runs/run-folder.ts";
import type { RunInfo } from "../../../runs/run-info.ts";
import { digits } from "../../../shape/shape.ts";
import { initialWeights, type WeightData } from "../../../targets/tfjs/weights.ts";
import { transfer } from "../../../training/transfer.ts";
import { EXIT, Failure } from "../../terminal/failure.ts";
import { print } from "../../terminal/terminal.ts";

export interface Beginning {
  readonly weights: WeightData;
  /** What was taken from another run. */
  readonly start?: RunInfo["start"] | undefined;
}

/**
 * Those of the seed; with `start from`, those of another run where it has the same layers, and it is said how many.
 *
 * @param folder the spec's folder
 * @throws FoundError where there is no such run, Failure where it has no layer in common with the net
 */
export async function beginningOf(net: CheckedNet, training: Training, folder: string): Promise<Beginning> {
  const own = initialWeights(net, training.seed);
  if (!training.start) return { weights: own };
  const { run } = training.start;
  const path = join(folder, run);
  const { weights, layers, count } = transfer(net, own, await new RunFolder(path).readModelWeights());
  if (layers.length === 0) {
    throw new Failure(
      `${path}: no layer of this run has the name and the shape of one of \`${net.name}\`, so nothing can be taken from it`,
      { exitCode: EXIT.findings },
    );
  }
  print(
    `Begins with ${digits(count)} of ${digits(own.data.length)} weights from ${path}: ${layers.join(", ")}`,
  );
  return { weights, start: { run, layers, weights: count } };
}
