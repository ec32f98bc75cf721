/** Gradients that TensorFlow.js lacks or stumbles over on every backend. */
import { differentiateDilated } from "./dilated-gradients.ts";
import { spreadReductions } from "./reduction-gradients.ts";
import { differentiateTransposed } from "./transposed-gradients.ts";
import { stackSingles } from "./unpack-gradient.ts";
import { completeBatchnorm } from "./whole-batchnorm.ts";

let complete = false;

/** Fills them in. Idempotent. */
export function completeGradients(): void {
  if (complete) return;
  complete = true;
  differentiateDilated();
  differentiateTransposed();
  completeBatchnorm();
  spreadReductions();
  stackSingles();
}
