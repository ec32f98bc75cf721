/**
 * A checkpoint in one file: the length of a JSON header (4 bytes, little-endian), the header, then 32-bit floats:
 * the weights, the optimizer's moments, and the weights of the best epoch where they are kept and it isn't the last.
 */
import { product } from "../shape/shape.ts";
import { type WeightData, weightBytes, weightsFromBytes } from "../targets/tfjs/weights.ts";
import type { Checkpoint, EpochRecord, Kept } from "../training/trainer.ts";

interface Header {
  readonly format: "cnnc-checkpoint";
  readonly version: 2;
  readonly names: readonly string[];
  readonly weights: number;
  readonly moments: number;
  readonly steps: number;
  readonly history: readonly EpochRecord[];
  /** The best epoch, where its weights follow. */
  readonly best?: number;
}

/** What a checkpoint's run has as its model: the best epoch's weights, or the last one's. */
export function keptOf({ best, history, weights }: Checkpoint): Kept {
  return best ?? { epoch: history.length, weights };
}

export function encodeCheckpoint(checkpoint: Checkpoint): Uint8Array {
  const { weights, optimizer, history, best } = checkpoint;
  const header: Header = {
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

/** The checkpoint, or undefined where the bytes are none of a net with these weights. */
export function decodeCheckpoint(bytes: Uint8Array, specs: WeightData["specs"]): Checkpoint | undefined {
  if (bytes.length < 4) return undefined;
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  let header: Partial<Header> | null;
  try {
    header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  } catch {
    return undefined;
  }
  if (!isHeaderOf(header, specs)) return undefined;
  const split = 4 + length + 4 * header.weights;
  const end = split + 4 * header.moments;
  if (bytes.length !== end + (header.best === undefined ? 0 : 4 * header.weights)) return undefined;
  return {
    weights: { specs, data: weightsFromBytes(bytes.subarray(4 + length, split)) },
    optimizer: { steps: header.steps, moments: weightsFromBytes(bytes.subarray(split, end)) },
    history: header.history,
    ...(header.best === undefined
      ? {}
      : { best: { epoch: header.best, weights: { specs, data: weightsFromBytes(bytes.subarray(end)) } } }),
  };
}

function isHeaderOf(header: Partial<Header> | null, specs: WeightData["specs"]): header is Header {
  const { names } = header ?? {};
  return (
    header?.format === "cnnc-checkpoint" &&
    header.version === 2 &&
    header.weights === specs.reduce((sum, spec) => sum + product(spec.shape), 0) &&
    names?.length === specs.length &&
    specs.every((spec, i) => spec.name === names[i])
  );
}
