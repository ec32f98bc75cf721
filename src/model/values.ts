/** What the layers of a net give, for figures. */

import type { Dataset } from "../data/dataset.ts";
import type { CheckedNet } from "../ir/net.ts";
import type { WeightData } from "../targets/tfjs/weights.ts";
import { loadModel, modelUpTo } from "./model.ts";
import { outputsOfAll } from "./outputs.ts";

/** By the ids of `nodes`, the numbers of each one's value, one example after the other. */
export async function valuesOf(
  net: CheckedNet,
  weights: WeightData,
  nodes: readonly string[],
  examples: Pick<Dataset, "size" | "inputs">,
): Promise<ReadonlyMap<string, Float32Array>> {
  const model = await loadModel(net, weights);
  try {
    const values = await outputsOfAll(net, modelUpTo(model, net, nodes), examples);
    return new Map(nodes.map((id, i) => [id, values[i]!]));
  } finally {
    model.dispose();
  }
}
