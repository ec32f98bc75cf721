/** Adam on the host and on other devices; its state can be saved and brought back to the bit. */

import { movingAverage } from "../../backends/batchnorm/moving-average.ts";
import { hostView } from "../../backends/host-memory.ts";
import * as tf from "../../backends/tf.ts";
import { readMoments, sizeOf, writeMoments, zerosLike } from "./moments.ts";
import type { Optimizer, OptimizerState } from "./optimizer.ts";

const BETA1 = 0.9;
const BETA2 = 0.999;
/** Keras's value. */
const EPSILON = 1e-7;

/**
 * What a step leaves of each weight where weights decay apart from their gradients (AdamW: Loshchilov and Hutter, ICLR
 * 2019, arXiv:1711.05101, algorithm 2, with the rate as PyTorch has it in `torch.optim.AdamW`).
 */
function kept(rate: number, decay: number): number {
  return 1 - rate * decay;
}

/** Factors of Adam's step `t`, with both moments' corrections for their start at zero. */
function adamScales(rate: number, t: number): { readonly mean: number; readonly variance: number } {
  return { mean: rate / (1 - BETA1 ** t), variance: 1 / Math.sqrt(1 - BETA2 ** t) };
}

/**
 * Adam (Kingma and Ba, arXiv:1412.6980, algorithm 1) on tensors in this process's memory: one pass over the numbers of
 * each variable, where kernels would take a dozen and memory for each. With a decay it is AdamW.
 */
export class HostAdam implements Optimizer {
  rate: number;
  private steps = 0;
  private readonly decay: number;
  private readonly variables: readonly tf.Variable[];
  /** Means of the gradients, then of their squares, variable after variable. */
  private readonly moments: Float32Array;
  private readonly total: number;

  constructor(rate: number, variables: readonly tf.Variable[], decay = 0) {
    this.rate = rate;
    this.decay = decay;
    this.variables = variables;
    this.total = sizeOf(variables);
    this.moments = new Float32Array(2 * this.total);
  }

  apply(gradients: readonly tf.Tensor[]): void {
    this.steps++;
    const scale = adamScales(this.rate, this.steps);
    const keep = kept(this.rate, this.decay);
    let offset = 0;
    for (const [i, variable] of this.variables.entries()) {
      const first = this.moments.subarray(offset, offset + variable.size);
      const second = this.moments.subarray(this.total + offset, this.total + offset + variable.size);
      const view = hostView(variable)!;
      const w = this.decay === 0 ? view : view.map((value) => value * keep);
      const g = hostView(gradients[i]!)!;
      const changed = new Float32Array(w.length);
      for (let k = 0; k < w.length; k++) {
        const slope = g[k]!;
        const m = BETA1 * first[k]! + (1 - BETA1) * slope;
        const v = BETA2 * second[k]! + (1 - BETA2) * slope * slope;
        first[k] = m;
        second[k] = v;
        changed[k] = w[k]! - (scale.mean * m) / (scale.variance * Math.sqrt(v) + EPSILON);
      }
      // A new tensor, not the old one written over: WASM's convolutions keep packed copies of the filters they know.
      const next = tf.tensor(changed, variable.shape);
      variable.assign(next);
      next.dispose();
      offset += variable.size;
    }
  }

  async state(): Promise<OptimizerState> {
    return { steps: this.steps, moments: this.moments.slice() };
  }

  restore(state: OptimizerState): void {
    this.steps = state.steps;
    this.moments.set(state.moments);
  }

  dispose(): void {}
}

/** A weight after a step, from its moments after it. */
function adamStep(
  inputs: { readonly weight: tf.Tensor; readonly mean: tf.Tensor; readonly variance: tf.Tensor },
  keep: number,
  scale: ReturnType<typeof adamScales>,
): tf.Tensor {
  if (tf.getKernel("AdamStep", tf.getBackend())) {
    const numbers = { keep, meanScale: scale.mean, varianceScale: scale.variance, epsilon: EPSILON };
    return tf.engine().runKernel("AdamStep", inputs, numbers) as tf.Tensor;
  }
  const { weight, mean, variance } = inputs;
  const deviation = tf.add(tf.mul(tf.sqrt(variance), scale.variance), EPSILON);
  return tf.sub(keep === 1 ? weight : tf.mul(weight, keep), tf.div(tf.mul(mean, scale.mean), deviation));
}

/** The same on another device, out of its kernels; nothing is read back. */
export class DeviceAdam implements Optimizer {
  rate: number;
  private steps = 0;
  private readonly decay: number;
  private readonly variables: readonly tf.Variable[];
  private readonly first: tf.Variable[];
  private readonly second: tf.Variable[];

  constructor(rate: number, variables: readonly tf.Variable[], decay = 0) {
    this.rate = rate;
    this.decay = decay;
    this.variables = variables;
    this.first = variables.map(zerosLike);
    this.second = variables.map(zerosLike);
  }

  apply(gradients: readonly tf.Tensor[]): void {
    this.steps++;
    const scale = adamScales(this.rate, this.steps);
    const keep = kept(this.rate, this.decay);
    tf.tidy(() => {
      for (const [i, variable] of this.variables.entries()) {
        const gradient = gradients[i]!;
        const mean = movingAverage(this.first[i]!, gradient, BETA1);
        const variance = movingAverage(this.second[i]!, gradient, BETA2, "square");
        this.first[i]!.assign(mean);
        this.second[i]!.assign(variance);
        variable.assign(adamStep({ weight: variable, mean, variance }, keep, scale));
      }
    });
  }

  async state(): Promise<OptimizerState> {
    return { steps: this.steps, moments: await readMoments([...this.first, ...this.second]) };
  }

  restore(state: OptimizerState): void {
    this.steps = state.steps;
    writeMoments([...this.first, ...this.second], state.moments);
  }

  dispose(): void {
    tf.dispose([this.first, this.second]);
  }
}
