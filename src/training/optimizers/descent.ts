import * as tf from "../../backends/tf.ts";
import { readMoments, writeMoments, zerosLike } from "./moments.ts";
import type { Optimizer, OptimizerState } from "./optimizer.ts";

export interface DescentSettings {
  readonly rate: number;
  readonly momentum?: number;
  readonly nesterov?: true;
  readonly decay?: number;
}

/**
 * Stochastic gradient descent as `torch.optim.SGD` does it: g ← g + decay · w; with a momentum µ (Sutskever et al., ICML
 * 2013) v ← µ · v + g, which begins as g, and g ← v, or g + µ · v with Nesterov's; then w ← w − rate · g.
 */
export class GradientDescent implements Optimizer {
  rate: number;
  private steps = 0;
  private readonly settings: DescentSettings;
  private readonly variables: readonly tf.Variable[];
  /** None without a momentum. */
  private readonly velocities: readonly tf.Variable[];

  constructor(settings: DescentSettings, variables: readonly tf.Variable[]) {
    this.rate = settings.rate;
    this.settings = settings;
    this.variables = variables;
    this.velocities = settings.momentum === undefined ? [] : variables.map(zerosLike);
  }

  apply(gradients: readonly tf.Tensor[]): void {
    this.steps++;
    tf.tidy(() => {
      for (const [i, variable] of this.variables.entries())
        variable.assign(tf.sub(variable, tf.mul(this.direction(i, gradients[i]!), this.rate)));
    });
  }

  async state(): Promise<OptimizerState> {
    return { steps: this.steps, moments: await readMoments(this.velocities) };
  }

  restore(state: OptimizerState): void {
    this.steps = state.steps;
    writeMoments(this.velocities, state.moments);
  }

  dispose(): void {
    tf.dispose([...this.velocities]);
  }

  private direction(i: number, gradient: tf.Tensor): tf.Tensor {
    const { momentum, nesterov, decay } = this.settings;
    const g = decay === undefined ? gradient : tf.add(gradient, tf.mul(this.variables[i]!, decay));
    if (momentum === undefined) return g;
    const velocity = tf.add(tf.mul(this.velocities[i]!, momentum), g);
    this.velocities[i]!.assign(velocity);
    return nesterov ? tf.add(g, tf.mul(velocity, momentum)) : velocity;
  }
}
