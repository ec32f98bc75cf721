import { add } from "./add.ts";
import { attention } from "./attention.ts";
import { avgpool } from "./avgpool.ts";
import { batchnorm } from "./batchnorm.ts";
import { centroids } from "./centroids.ts";
import { concat } from "./concat.ts";
import { conv } from "./conv.ts";
import { crop } from "./crop.ts";
import type { CompositeDefinition, LayerDefinition } from "./definition.ts";
import { dense } from "./dense.ts";
import { depthwise } from "./depthwise.ts";
import { dropPath } from "./drop-path.ts";
import { dropout } from "./dropout.ts";
import { elu } from "./elu.ts";
import { embedding } from "./embedding.ts";
import { exponential } from "./exponential.ts";
import { flatten } from "./flatten.ts";
import { gelu } from "./gelu.ts";
import { groupnorm } from "./groupnorm.ts";
import { gru } from "./gru.ts";
import { hardSigmoid } from "./hard-sigmoid.ts";
import { hardSwish } from "./hard-swish.ts";
import { input } from "./input.ts";
import { instancenorm } from "./instancenorm.ts";
import { layernorm } from "./layernorm.ts";
import { leakyRelu } from "./leaky-relu.ts";
import { logSoftmax } from "./log-softmax.ts";
import { lstm } from "./lstm.ts";
import { maxpool } from "./maxpool.ts";
import { mish } from "./mish.ts";
import { multiply } from "./multiply.ts";
import { normalise } from "./normalise.ts";
import { pad } from "./pad.ts";
import type { Values } from "./parameters.ts";
import { permute } from "./permute.ts";
import { prelu } from "./prelu.ts";
import { relu } from "./relu.ts";
import { relu6 } from "./relu6.ts";
import { rescale } from "./rescale.ts";
import { reshape } from "./reshape.ts";
import { resize } from "./resize.ts";
import { scale } from "./scale.ts";
import { selu } from "./selu.ts";
import { separable } from "./separable.ts";
import { sigmoid } from "./sigmoid.ts";
import { silu } from "./silu.ts";
import { softmax } from "./softmax.ts";
import { softplus } from "./softplus.ts";
import { softsign } from "./softsign.ts";
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
  centroids,
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
  drop_path: dropPath,
  relu,
  sigmoid,
  tanh,
  softmax,
  relu6,
  elu,
  selu,
  gelu,
  silu,
  mish,
  softplus,
  softsign,
  hard_sigmoid: hardSigmoid,
  hard_swish: hardSwish,
  exponential,
  log_softmax: logSoftmax,
  leaky_relu: leakyRelu,
  prelu,
  lstm,
  gru,
  embedding,
  attention,
  upsample,
  crop,
  pad,
  resize,
  reshape,
  permute,
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

// Maps are asked several times for each layer of a net, and answer faster than objects do.
const LAYERS: ReadonlyMap<string, LayerDefinition> = new Map(
  Object.entries(layers as unknown as { readonly [kind: string]: LayerDefinition }),
);
const WORDS: ReadonlyMap<string, LayerDefinition | CompositeDefinition> = new Map(
  Object.entries(vocabulary as unknown as { readonly [word: string]: LayerDefinition | CompositeDefinition }),
);

/** Definition of a primitive layer, or undefined. */
export function layerOf(kind: string): LayerDefinition | undefined {
  return LAYERS.get(kind);
}

/** Definition of a word of a spec, primitive or composite, or undefined. */
export function wordOf(word: string): LayerDefinition | CompositeDefinition | undefined {
  return WORDS.get(word);
}
