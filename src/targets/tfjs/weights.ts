import type { CheckedNet, InitialValue, Weight } from "../../ir/net.ts";
import { randomStream } from "../../random/random.ts";
import { product } from "../../shape/shape.ts";
import type { WeightSpec } from "./keras.ts";
import { placeLayers } from "./place.ts";

/** The weights of a net in one buffer, in the order of `specs`; numbers are 32-bit floats, little-endian. */
export interface WeightData {
  readonly specs: readonly WeightSpec[];
  readonly data: Float32Array;
}

/** Names and shapes of all weights, in the order of the weights file. */
export function weightSpecs(net: CheckedNet): readonly WeightSpec[] {
  return placeLayers(net).placed.flatMap(({ layer, stored }) =>
    stored.map(({ name, shape }) => ({ name: `${layer.name}/${name}`, shape, dtype: "float32" as const })),
  );
}

/** The net with the numbers of `data`, which is in the order of its `weightSpecs`, as its written weights. */
export function withWeights(net: CheckedNet, { data }: WeightData): CheckedNet {
  const known = new Map<string, Map<string, Float32Array>>();
  let offset = 0;
  for (const { node, stored } of placeLayers(net).placed) {
    for (const { shape, holds } of stored) {
      const values = data.subarray(offset, offset + product(shape));
      offset += values.length;
      if (typeof holds !== "string") continue;
      known.set(node.id, (known.get(node.id) ?? new Map()).set(holds, values));
    }
  }
  const nodes = net.nodes.map((node) => {
    const own = known.get(node.shares ?? node.id);
    if (!own) return node;
    const weights = node.weights.map((weight): Weight => {
      const values = own.get(weight.name);
      return values ? { ...weight, initial: { type: "literal", values } } : weight;
    });
    return { ...node, weights };
  });
  return { ...net, nodes };
}

/** Every weight at its start: written values as they stand, others drawn from the seed. */
export function initialWeights(net: CheckedNet, seed: number): WeightData {
  const parts: Float32Array[] = [];
  for (const { node, stored } of placeLayers(net).placed) {
    for (const { holds } of stored) {
      const weight = node.weights.find(({ name }) => name === holds);
      if (typeof holds !== "string") parts.push(Float32Array.from(holds));
      else parts.push(startOf(weight!, seed, `weights/${node.id}/${holds}`));
    }
  }
  const data = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    data.set(part, offset);
    offset += part.length;
  }
  return { specs: weightSpecs(net), data };
}

function startOf(weight: Weight, seed: number, purpose: string): Float32Array {
  const size = product(weight.shape);
  const start: InitialValue = weight.initial;
  switch (start.type) {
    case "literal":
      return Float32Array.from(start.values);
    case "constant":
      return new Float32Array(size).fill(start.value);
    case "glorot_uniform": {
      const limit = Math.sqrt(6 / (start.fanIn + start.fanOut));
      const random = randomStream(seed, purpose);
      return Float32Array.from({ length: size }, () => random.between(-limit, limit));
    }
  }
}

/** Weights as the bytes of `weights.bin`, little-endian on every machine. */
export function weightBytes(data: Float32Array): Uint8Array {
  const bytes = new Uint8Array(data.length * 4);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < data.length; i++) view.setFloat32(i * 4, data[i]!, true);
  return bytes;
}

/** Weights out of the bytes of `weights.bin`. */
export function weightsFromBytes(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.byteLength / 4 }, (_, i) => view.getFloat32(i * 4, true));
}
