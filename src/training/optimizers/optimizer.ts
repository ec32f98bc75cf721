import type * as tf from "../../backends/tf.ts";

/** Changes variables by their gradients. All numbers of its state are 32-bit floats but the step count. */
export interface Optimizer {
  /** Learning rate of the steps to come. */
  rate: number;
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
