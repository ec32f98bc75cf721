import { add } from "./add.ts";
import { avgpool } from "./avgpool.ts";
import { batchnorm } from "./batchnorm.ts";
import { concat } from "./concat.ts";
import { conv } from "./conv.ts";
import type { CompositeDefinition, LayerDefinition } from "./definition.ts";
import { dense } from "./dense.ts";
import { depthwise } from "./depthwise.ts";
import { dropout } from "./dropout.ts";
import { flatten } from "./flatten.ts";
import { groupnorm } from "./groupnorm.ts";
import { input } from "./input.ts";
import { instancenorm } from "./instancenorm.ts";
import { layernorm } from "./layernorm.ts";
import { maxpool } from "./maxpool.ts";
import { multiply } from "./multiply.ts";
import { normalise } from "./normalise.ts";
import type { Values } from "./parameters.ts";
import { relu } from "./relu.ts";
import { rescale } from "./rescale.ts";
import { scale } from "./scale.ts";
import { separable } from "./separable.ts";
import { sigmoid } from "./sigmoid.ts";
import { softmax } from "./softmax.ts";
import { tanh } from "./tanh.ts";
import { transposed } from "./transposed.ts";
import { upsample } from "./upsample.ts";

/** Every primitive kind of layer under the name that specs use: what a compiled net consists of. */
export const layers = {
  input,
  conv,
  depthwise,
  transposed,
  dense,
  maxpool,
  avgpool,
  batchnorm,
  layernorm,
  groupnorm,
  instancenorm,
  scale,
  normalise,
  rescale,
  flatten,
  dropout,
  relu,
  sigmoid,
  tanh,
  softmax,
  upsample,
  add,
  concat,
  multiply,
} as const;

/** Words for several primitive layers. */
export const composites = {
  separable,
} as const;

/** Every word that a spec may use as a layer. */
export const vocabulary = { ...layers, ...composites } as const;

export type LayerKind = keyof typeof layers;

export type LayerWord = keyof typeof vocabulary;

/** Concrete parameters of a kind. */
export type ParamsOf<K extends LayerKind> = Values<(typeof layers)[K]["parameters"]>;

/** Definition of a primitive layer, or undefined. */
export function layerOf(kind: string): LayerDefinition | undefined {
  return Object.hasOwn(layers, kind) ? (layers[kind as LayerKind] as unknown as LayerDefinition) : undefined;
}

/** Definition of a word of a spec, primitive or composite, or undefined. */
export function wordOf(word: string): LayerDefinition | CompositeDefinition | undefined {
  return Object.hasOwn(vocabulary, word)
    ? (vocabulary[word as LayerWord] as unknown as LayerDefinition | CompositeDefinition)
    : undefined;
}
