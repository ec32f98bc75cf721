/**
 * A checkpoint in one file: the length of a JSON header (4 bytes, little-endian), the header, then 32-bit floats:
 * the weights, the optimizer's moments, and the weights of the best epoch where they are kept and it isn't the last.
 */
import { product } from "../shape/shape.ts";
import { type WeightData, weightBytes, weightsFromBytes } from "../targets/tfjs/weights.ts";
import type { Checkpoint, EpochRecord, Kept } from "../training/trainer.ts";
import { checkpointHeader } from "./run-info.ts";
import { damaged, demand, parseJson } from "./run-record.ts";
import type { Of } from "./schema.ts";

/** What a checkpoint's run has as its model: the best epoch's weights, or the last one's. */
export function keptOf({ best, history, weights }: Checkpoint): Kept {
  return best ?? { epoch: history.length, weights };
}

export function encodeCheckpoint(checkpoint: Checkpoint): Uint8Array {
  const { weights, optimizer, history, best } = checkpoint;
  const header: Of<typeof checkpointHeader> = {
    format: "cnnc-checkpoint",
    version: 2,
    names: weights.specs.map((spec) => spec.name),
    weights: weights.data.length,
    moments: optimizer.moments.length,
    steps: optimizer.steps,
    history,
    ...(best ? { best: best.epoch } : {}),
  };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, text.length, true);
  return Buffer.concat([
    length,
    text,
    weightBytes(weights.data),
    weightBytes(optimizer.moments),
    ...(best ? [weightBytes(best.weights.data)] : []),
  ]);
}

/**
 * The checkpoint that these bytes are.
 *
 * @param file where they come from, for messages
 * @throws FoundError where they are damaged, or of a net with other weights
 */
export function decodeCheckpoint(bytes: Uint8Array, specs: WeightData["specs"], file: string): Checkpoint {
  const cut = () => damaged(file, `it is cut off, or not what \`cnnc train\` wrote`);
  if (bytes.length < 4) throw cut();
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  if (bytes.length < 4 + length) throw cut();
  const value = parseJson(bytes.subarray(4, 4 + length), file);
  demand(checkpointHeader, value, file);
  const header = value as Of<typeof checkpointHeader>;
  if (!isOf(header, specs)) throw damaged(file, "it belongs to another net");
  const split = 4 + length + 4 * header.weights;
  const end = split + 4 * header.moments;
  if (bytes.length !== end + (header.best === undefined ? 0 : 4 * header.weights)) throw cut();
  if ((header.best ?? 0) > header.history.length) throw damaged(file, "its best epoch isn't over");
  const data = weightsFromBytes(bytes.subarray(4 + length, split));
  const moments = weightsFromBytes(bytes.subarray(split, end));
  const best = header.best === undefined ? undefined : weightsFromBytes(bytes.subarray(end));
  for (const numbers of [data, moments, best])
    if (numbers && !numbers.every(Number.isFinite))
      throw damaged(file, "not all it holds are finite numbers");
  return {
    weights: { specs, data },
    optimizer: { steps: header.steps, moments },
    history: header.history as readonly EpochRecord[],
    ...(best ? { best: { epoch: header.best!, weights: { specs, data: best } } } : {}),
  };
}

function isOf({ names, weights }: Of<typeof checkpointHeader>, specs: WeightData["specs"]): boolean {
  return (
    weights === specs.reduce((sum, spec) => sum + product(spec.shape), 0) &&
    names.length === specs.length &&
    specs.every((spec, i) => spec.name === names[i])
  );
}
