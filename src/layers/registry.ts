import type { CompositeDefinition, LayerDefinition } from "./definition.ts";
import { add } from "./kinds/add.ts";
import { attention } from "./kinds/attention.ts";
import { avgpool } from "./kinds/avgpool.ts";
import { batchnorm } from "./kinds/batchnorm.ts";
import { centroids } from "./kinds/centroids.ts";
import { concat } from "./kinds/concat.ts";
import { conv } from "./kinds/conv.ts";
import { crop } from "./kinds/crop.ts";
import { dense } from "./kinds/dense.ts";
import { depthwise } from "./kinds/depthwise.ts";
import { dropPath } from "./kinds/drop-path.ts";
import { dropout } from "./kinds/dropout.ts";
import { elu } from "./kinds/elu.ts";
import { embedding } from "./kinds/embedding.ts";
import { exponential } from "./kinds/exponential.ts";
import { flatten } from "./kinds/flatten.ts";
import { gelu } from "./kinds/gelu.ts";
import { groupnorm } from "./kinds/groupnorm.ts";
import { gru } from "./kinds/gru.ts";
import { hardSigmoid } from "./kinds/hard-sigmoid.ts";
import { hardSwish } from "./kinds/hard-swish.ts";
import { input } from "./kinds/input.ts";
import { instancenorm } from "./kinds/instancenorm.ts";
import { layernorm } from "./kinds/layernorm.ts";
import { leakyRelu } from "./kinds/leaky-relu.ts";
import { logSoftmax } from "./kinds/log-softmax.ts";
import { lstm } from "./kinds/lstm.ts";
import { maxpool } from "./kinds/maxpool.ts";
import { mish } from "./kinds/mish.ts";
import { multiply } from "./kinds/multiply.ts";
import { normalise } from "./kinds/normalise.ts";
import { pad } from "./kinds/pad.ts";
import { permute } from "./kinds/permute.ts";
import { prelu } from "./kinds/prelu.ts";
import { relu } from "./kinds/relu.ts";
import { relu6 } from "./kinds/relu6.ts";
import { rescale } from "./kinds/rescale.ts";
import { reshape } from "./kinds/reshape.ts";
import { resize } from "./kinds/resize.ts";
import { scale } from "./kinds/scale.ts";
import { selu } from "./kinds/selu.ts";
import { separable } from "./kinds/separable.ts";
import { sigmoid } from "./kinds/sigmoid.ts";
import { silu } from "./kinds/silu.ts";
import { softmax } from "./kinds/softmax.ts";
import { softplus } from "./kinds/softplus.ts";
import { softsign } from "./kinds/softsign.ts";
import { tanh } from "./kinds/tanh.ts";
import { transposed } from "./kinds/transposed.ts";
import { upsample } from "./kinds/upsample.ts";
import type { Values } from "./parameters.ts";

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
