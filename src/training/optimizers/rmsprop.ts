import * as tf from "../../backends/tf.ts";
import { readMoments, writeMoments, zerosLike } from "./moments.ts";
import type { Optimizer, OptimizerState } from "./optimizer.ts";

/** Both are PyTorch's. */
const ALPHA = 0.99;
const EPSILON = 1e-8;

/**
 * RMSProp (Tieleman and Hinton, Coursera 2012, lecture 6.5) as `torch.optim.RMSprop` does it: g ← g + decay · w,
 * v ← α · v + (1 − α) · g², w ← w − rate · g / (√v + ε).
 */
export class RmsProp implements Optimizer {
  rate: number;
  private steps = 0;
  private readonly decay: number | undefined;
  private readonly variables: readonly tf.Variable[];
  /** Means of the squared gradients. */
  private readonly squares: readonly tf.Variable[];

  constructor(
    settings: { readonly rate: number; readonly decay?: number },
    variables: readonly tf.Variable[],
  ) {
    this.rate = settings.rate;
    this.decay = settings.decay;
    this.variables = variables;
    this.squares = variables.map(zerosLike);
  }

  apply(gradients: readonly tf.Tensor[]): void {
    this.steps++;
    tf.tidy(() => {
      for (const [i, variable] of this.variables.entries()) {
        const g =
          this.decay === undefined ? gradients[i]! : tf.add(gradients[i]!, tf.mul(variable, this.decay));
        const v = tf.add(tf.mul(this.squares[i]!, ALPHA), tf.mul(tf.square(g), 1 - ALPHA));
        this.squares[i]!.assign(v);
        variable.assign(tf.sub(variable, tf.div(tf.mul(g, this.rate), tf.add(tf.sqrt(v), EPSILON))));
      }
    });
  }

  async state(): Promise<OptimizerState> {
    return { steps: this.steps, moments: await readMoments(this.squares) };
  }

  restore(state: OptimizerState): void {
    this.steps = state.steps;
    writeMoments(this.squares, state.moments);
  }

  dispose(): void {
    tf.dispose([...this.squares]);
  }
}
