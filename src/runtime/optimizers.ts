/** Optimizers whose state can be saved and brought back to the bit. */
import type { Training } from "../ir/program.ts";
import { hostView } from "./host-memory.ts";
import * as tf from "./tf.ts";

/** Changes variables by their gradients. All numbers of its state are 32-bit floats but the step count. */
export interface Optimizer {
  /** One step. Gradients are in the order of the variables; the caller disposes them. */
  apply(gradients: readonly tf.Tensor[]): void;
  /** Number of steps so far and the moments, as one list of numbers. */
  state(): Promise<OptimizerState>;
  restore(state: OptimizerState): void;
  dispose(): void;
}

export interface OptimizerState {
  readonly steps: number;
  readonly moments: Float32Array;
}

export function createOptimizer(
  settings: Training["optimizer"],
  variables: readonly tf.Variable[],
): Optimizer {
  const { kind, rate } = settings;
  if (kind === "sgd") return new GradientDescent(rate, variables);
  const onHost = variables.every((variable) => hostView(variable) !== undefined);
  return onHost ? new HostAdam(rate, variables) : new DeviceAdam(rate, variables);
}

/** w ← w − rate · g. */
class GradientDescent implements Optimizer {
  private steps = 0;
  private readonly rate: number;
  private readonly variables: readonly tf.Variable[];

  constructor(rate: number, variables: readonly tf.Variable[]) {
    this.rate = rate;
    this.variables = variables;
  }

  apply(gradients: readonly tf.Tensor[]): void {
    this.steps++;
    tf.tidy(() => {
      for (const [i, variable] of this.variables.entries())
        variable.assign(tf.sub(variable, tf.mul(gradients[i]!, this.rate)));
    });
  }

  async state(): Promise<OptimizerState> {
    return { steps: this.steps, moments: new Float32Array(0) };
  }

  restore(state: OptimizerState): void {
    this.steps = state.steps;
  }

  dispose(): void {}
}

const BETA1 = 0.9;
const BETA2 = 0.999;
/** Keras's value. */
const EPSILON = 1e-7;

/** Factors of Adam's step `t`, with both moments' corrections for their start at zero. */
function adamScales(rate: number, t: number): { readonly mean: number; readonly variance: number } {
  return { mean: rate / (1 - BETA1 ** t), variance: 1 / Math.sqrt(1 - BETA2 ** t) };
}

/**
 * Adam (Kingma and Ba, arXiv:1412.6980, algorithm 1) on tensors in this process's memory: one pass over the numbers of
 * each variable, where kernels would take a dozen and memory for each.
 */
export class HostAdam implements Optimizer {
  private steps = 0;
  private readonly rate: number;
  private readonly variables: readonly tf.Variable[];
  /** Means of the gradients, then of their squares, variable after variable. */
  private readonly moments: Float32Array;
  private readonly total: number;

  constructor(rate: number, variables: readonly tf.Variable[]) {
    this.rate = rate;
    this.variables = variables;
    this.total = sizeOf(variables);
    this.moments = new Float32Array(2 * this.total);
  }

  apply(gradients: readonly tf.Tensor[]): void {
    this.steps++;
    const scale = adamScales(this.rate, this.steps);
    let offset = 0;
    for (const [i, variable] of this.variables.entries()) {
      const first = this.moments.subarray(offset, offset + variable.size);
      const second = this.moments.subarray(this.total + offset, this.total + offset + variable.size);
      const w = hostView(variable)!;
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

/** The same on another device, out of its kernels; nothing is read back. */
export class DeviceAdam implements Optimizer {
  private steps = 0;
  private readonly rate: number;
  private readonly variables: readonly tf.Variable[];
  private readonly first: tf.Variable[];
  private readonly second: tf.Variable[];

  constructor(rate: number, variables: readonly tf.Variable[]) {
    this.rate = rate;
    this.variables = variables;
    this.first = variables.map(zerosLike);
    this.second = variables.map(zerosLike);
  }

  apply(gradients: readonly tf.Tensor[]): void {
    this.steps++;
    const scale = adamScales(this.rate, this.steps);
    tf.tidy(() => {
      for (const [i, variable] of this.variables.entries()) {
        const g = gradients[i]!;
        const m = tf.add(tf.mul(this.first[i]!, BETA1), tf.mul(g, 1 - BETA1));
        const v = tf.add(tf.mul(this.second[i]!, BETA2), tf.mul(tf.square(g), 1 - BETA2));
        const change = tf.div(tf.mul(m, scale.mean), tf.add(tf.mul(tf.sqrt(v), scale.variance), EPSILON));
        this.first[i]!.assign(m);
        this.second[i]!.assign(v);
        variable.assign(tf.sub(variable, change));
      }
    });
  }

  async state(): Promise<OptimizerState> {
    const moments = new Float32Array(2 * sizeOf(this.variables));
    let offset = 0;
    for (const moment of [...this.first, ...this.second]) {
      moments.set(await moment.data(), offset);
      offset += moment.size;
    }
    return { steps: this.steps, moments };
  }

  restore(state: OptimizerState): void {
    this.steps = state.steps;
    let offset = 0;
    for (const moment of [...this.first, ...this.second]) {
      const values = state.moments.slice(offset, offset + moment.size);
      tf.tidy(() => moment.assign(tf.tensor(values, moment.shape)));
      offset += moment.size;
    }
  }

  dispose(): void {
    tf.dispose([this.first, this.second]);
  }
}

/** A variable of zeros. A tidy leaves variables alone, and takes the tensor that this one was made of. */
function zerosLike({ shape }: tf.Variable): tf.Variable {
  return tf.tidy(() => tf.variable(tf.zeros(shape), false));
}

function sizeOf(variables: readonly tf.Variable[]): number {
  return variables.reduce((sum, variable) => sum + variable.size, 0);
}
