/**
 * Keeps tfjs from computing gradients that nobody asks for. Its fused operations, which tfjs-layers uses for `conv2d`
 * and `dense`, compute the gradient of every input when asked for one, so the first layer of a net computes that of
 * the data: in LeNet-5 more work than the layer's forward pass. The plain operations compute only what is asked.
 */
import * as tf from "../tf.ts";

type FusedConv2D = typeof tf.fused.conv2d;
type FusedMatMul = typeof tf.fused.matMul;

let done = false;

/** Makes tfjs's fused convolution and product use plain operations while gradients are recorded. Idempotent. */
export function unfuseWhileTraining(): void {
  if (done) return;
  done = true;
  const fused = tf.fused as { conv2d: FusedConv2D; matMul: FusedMatMul };
  const { conv2d, matMul } = fused;

  fused.conv2d = ((args: Parameters<FusedConv2D>[0]) => {
    if (!recording() || (args.activation ?? "linear") !== "linear") return conv2d(args);
    const { x, filter, strides, pad, dataFormat, dilations, dimRoundingMode, bias } = args;
    const y = tf.conv2d(x, filter, strides, pad, dataFormat, dilations, dimRoundingMode);
    return bias == null ? y : tf.add(y, bias);
  }) as FusedConv2D;

  fused.matMul = ((args: Parameters<FusedMatMul>[0]) => {
    if (!recording() || (args.activation ?? "linear") !== "linear") return matMul(args);
    const { a, b, transposeA, transposeB, bias } = args;
    const product = tf.matMul(a, b, transposeA, transposeB);
    return bias == null ? product : tf.add(product, bias);
  }) as FusedMatMul;
}

function recording(): boolean {
  return tf.engine().state.gradientDepth > 0;
}
