/** tfjs has no gradient through an `unstack` of one, such as that of a signal of one sample which a layer reads step by step. */
import * as tf from "../tf.ts";
import { replaceGradient } from "./register.ts";

/** Replaces the gradient of `unstack`, on every backend: of a single part it comes as a tensor, not as a list of one. */
export function stackSingles(): void {
  replaceGradient("Unpack", [], (dy, _, attrs) => ({
    value: () => tf.stack([dy].flat(), (attrs as unknown as { readonly axis: number }).axis),
  }));
}
