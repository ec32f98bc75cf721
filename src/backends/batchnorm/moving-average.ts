import * as tf from "../tf.ts";

/** `share` of an average, and the rest of the new value, or of its square. */
export function movingAverage(
  average: tf.Tensor,
  value: tf.Tensor,
  share: number,
  of: "value" | "square" = "value",
): tf.Tensor {
  const kernel = of === "square" ? "MovingSquare" : "MovingAverage";
  if (tf.getKernel(kernel, tf.getBackend()))
    return tf.engine().runKernel(kernel, { average, value }, { share }) as tf.Tensor;
  return tf.tidy(() =>
    tf.add(tf.mul(average, share), tf.mul(of === "square" ? tf.square(value) : value, 1 - share)),
  );
}
