/** Weights of a net that come from another, trained one. */
import type { CheckedNet } from "../ir/net.ts";
import { product, sameShape } from "../shape/shape.ts";
import type { WeightData } from "../targets/tfjs/weights.ts";

export interface Transfer {
  readonly weights: WeightData;
  /** Names of the layers whose weights were taken. */
  readonly layers: readonly string[];
  /** How many numbers these are. */
  readonly count: number;
}

/**
 * A net's weights with those of `other` in place of its own for each layer that has weights of the same names and shapes
 * there, all of them. What the spec writes down and keeps, `fixed` or `frozen`, stays as it is written.
 */
export function transfer(net: CheckedNet, own: WeightData, other: WeightData): Transfer {
  const written = new Set(
    net.nodes
      .filter(({ weights }) =>
        weights.some(({ role, initial }) => role === "fixed" && initial.type === "literal"),
      )
      .map(({ id }) => id),
  );
  const found = new Map<string, { readonly shape: readonly number[]; readonly data: Float32Array }>();
  for (const { spec, from, to } of places(other))
    found.set(spec.name, { shape: spec.shape, data: other.data.subarray(from, to) });
  const fits = new Map<string, boolean>();
  for (const { layer, spec } of places(own)) {
    const same = sameShape(found.get(spec.name)?.shape ?? [], spec.shape) && found.has(spec.name);
    fits.set(layer, (fits.get(layer) ?? !written.has(layer)) && same);
  }
  const data = own.data.slice();
  let count = 0;
  for (const { layer, spec, from, to } of places(own)) {
    if (!fits.get(layer)) continue;
    data.set(found.get(spec.name)!.data, from);
    count += to - from;
  }
  const layers = [...fits].filter(([, taken]) => taken).map(([layer]) => layer);
  return { weights: { specs: own.specs, data }, layers, count };
}

/** Each tensor with its layer and where its numbers lie. */
function places({ specs }: WeightData) {
  let offset = 0;
  return specs.map((spec) => {
    const from = offset;
    offset += product(spec.shape);
    return { layer: spec.name.slice(0, spec.name.lastIndexOf("/")), spec, from, to: offset };
  });
}
