/** Optimizers whose state can be saved and brought back to the bit. */
import type { Training } from "../ir/program.ts";
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

export function createOptimizer(settings: Training["optimizer"], variables: readonly tf.Variable[]): Optimizer {
  return settings.kind === "adam" ? new Adam(settings.rate, variables) : new GradientDescent(settings.rate, variables);
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
      for (const [i, variable] of this.variables.entries()) variable.assign(tf.sub(variable, tf.mul(gradients[i]!, this.rate)));
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

/**
 * Adam (Kingma and Ba, arXiv:1412.6980, algorithm 1). All gradients are laid out in one vector, so that a step takes a
 * dozen kernels and not a dozen for each variable.
 */
class Adam implements Optimizer {
  private steps = 0;
  private readonly rate: number;
  private readonly variables: readonly tf.Variable[];
  private readonly sizes: number[];
  private readonly total: number;
  private first: tf.Tensor1D;
  private second: tf.Tensor1D;

  constructor(rate: number, variables: readonly tf.Variable[]) {
    this.rate = rate;
    this.variables = variables;
    this.sizes = variables.map((variable) => variable.size);
    this.total = this.sizes.reduce((sum, size) => sum + size, 0);
    this.first = tf.zeros([this.total]);
    this.second = tf.zeros([this.total]);
  }

  apply(gradients: readonly tf.Tensor[]): void {
    this.steps++;
    const [first, second] = tf.tidy(() => {
      const flat = gradients.map((gradient) => tf.reshape(gradient, [gradient.size]) as tf.Tensor1D);
      const g = flat.length === 1 ? flat[0]! : tf.concat1d(flat);
      const m = tf.add(tf.mul(this.first, BETA1), tf.mul(g, 1 - BETA1)) as tf.Tensor1D;
      const v = tf.add(tf.mul(this.second, BETA2), tf.mul(tf.square(g), 1 - BETA2)) as tf.Tensor1D;
      const meanScale = this.rate / (1 - BETA1 ** this.steps);
      const varianceScale = 1 / Math.sqrt(1 - BETA2 ** this.steps);
      const change = tf.div(tf.mul(m, meanScale), tf.add(tf.mul(tf.sqrt(v), varianceScale), EPSILON));
      const changes = this.sizes.length === 1 ? [change] : tf.split(change, this.sizes);
      for (const [i, variable] of this.variables.entries()) {
        variable.assign(tf.sub(variable, tf.reshape(changes[i]!, variable.shape)));
      }
      return [tf.keep(m), tf.keep(v)];
    });
    tf.dispose([this.first, this.second]);
    this.first = first!;
    this.second = second!;
  }

  async state(): Promise<OptimizerState> {
    const moments = new Float32Array(2 * this.total);
    moments.set(await this.first.data(), 0);
    moments.set(await this.second.data(), this.total);
    return { steps: this.steps, moments };
  }

  restore(state: OptimizerState): void {
    this.steps = state.steps;
    tf.dispose([this.first, this.second]);
    this.first = tf.tensor1d(state.moments.slice(0, this.total));
    this.second = tf.tensor1d(state.moments.slice(this.total));
  }

  dispose(): void {
    tf.dispose([this.first, this.second]);
  }
}
