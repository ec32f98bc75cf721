import * as tf from "../tf.ts";
import { normaliseBatch } from "./batchnorm.ts";
import { movingAverage } from "./moving-average.ts";

/** What a batch normalisation of tfjs holds, which its types don't say. */
interface Parts {
  gamma: Stored | null;
  beta: Stored | null;
  readonly movingMean: Stored;
  readonly movingVariance: Stored;
  /** Share of the moving averages that a step keeps. */
  readonly momentum: number;
  readonly epsilon: number;
}

interface Stored {
  readonly shape: number[];
  read(): tf.Tensor1D;
  write(value: tf.Tensor): void;
}

/**
 * Lets a batch normalisation of channels last train by our operation. A frozen one takes its averages as they are, also in
 * training, as Keras does.
 */
export function useOwnBatchnorm(layer: tf.layers.Layer): void {
  const parts = layer as unknown as Parts;
  const { gamma, beta, movingMean, movingVariance, momentum, epsilon } = parts;
  const asItIs = layer.call.bind(layer);
  layer.call = (inputs, kwargs) => {
    if (!layer.trainable || !kwargs.training) return asItIs(inputs, { ...kwargs, training: false });
    const [x] = [inputs].flat() as [tf.Tensor];
    return tf.tidy(() =>
      normaliseBatch(x, gamma?.read(), beta?.read(), epsilon, (mean, variance) => {
        movingMean.write(movingAverage(movingMean.read(), mean, momentum));
        movingVariance.write(movingAverage(movingVariance.read(), variance, momentum));
      }),
    );
  };
}
