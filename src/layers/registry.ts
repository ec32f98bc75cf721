import { add } from "./add.ts";
import { avgpool } from "./avgpool.ts";
import { batchnorm } from "./batchnorm.ts";
import { concat } from "./concat.ts";
import { conv } from "./conv.ts";
import type { LayerDefinition } from "./definition.ts";
import { dense } from "./dense.ts";
import { dropout } from "./dropout.ts";
import { flatten } from "./flatten.ts";
import { input } from "./input.ts";
import { maxpool } from "./maxpool.ts";
import { multiply } from "./multiply.ts";
import type { Values } from "./parameters.ts";
import { relu } from "./relu.ts";
import { sigmoid } from "./sigmoid.ts";
import { softmax } from "./softmax.ts";
import { tanh } from "./tanh.ts";
import { upsample } from "./upsample.ts";

/** Every kind of layer under the name that specs use. */
export const layers = {
  input,
  conv,
  dense,
  maxpool,
  avgpool,
  batchnorm,
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

export type LayerKind = keyof typeof layers;

/** Concrete parameters of a kind. */
export type ParamsOf<K extends LayerKind> = Values<(typeof layers)[K]["parameters"]>;

/** Definition of a layer by its name in a spec, or undefined. */
export function layerOf(kind: string): LayerDefinition | undefined {
  return Object.hasOwn(layers, kind) ? (layers[kind as LayerKind] as unknown as LayerDefinition) : undefined;
}
