/**
 * Keeps tfjs from computing gradients that nobody asks for. Its fused operations, which tfjs-layers uses for `conv2d`
 * and `dense`, compute the gradient of every input when asked for one, so the first layer of a net computes that of
 * the data: in LeNet-5 more work than the layer's forward pass. The plain operations compute only what is asked, and
 * have gradients where a fused one has none, such as that of a dilated convolution.
 *
 * The engine is where this is done, since a bundle for browsers freezes `tf.fused`.
 */
import * as tf from "../tf.ts";

type Custom = Parameters<ReturnType<typeof tf.engine>["customGrad"]>[0];

/** The scopes in which tfjs's fused operations run. */
const scopes = new Set(["fusedConv2d__op", "fusedMatMul__op"]);

/** What the kernels of these operations compute, in plain ones. */
const plain: { readonly [kernel: string]: (inputs: tf.NamedTensorMap, attrs: tf.NamedAttrMap) => tf.Tensor } =
  {
    FusedConv2D({ x, filter }, { strides, pad, dataFormat, dilations, dimRoundingMode }) {
      return tf.conv2d(
        x as tf.Tensor4D,
        filter as tf.Tensor4D,
        strides as number,
        pad as "same",
        dataFormat as "NHWC",
        dilations as number,
        dimRoundingMode as "floor",
      );
    },
    _FusedMatMul({ a, b }, { transposeA, transposeB }) {
      return tf.matMul(a!, b!, transposeA as boolean, transposeB as boolean);
    },
  };

let done = false;

/** Makes tfjs's fused convolution and product use plain operations while gradients are recorded. Idempotent. */
export function unfuseWhileTraining(): void {
  if (done) return;
  done = true;
  const engine = tf.engine();
  const recording = () => engine.state.gradientDepth > 0;
  const customGrad = engine.customGrad.bind(engine);
  const runKernel = engine.runKernel.bind(engine);

  // A fused operation is a forward pass with a gradient of its own; without that, those of its kernels are recorded.
  engine.customGrad = (<T extends tf.Tensor>(f: Custom) =>
    recording() && scopes.has(engine.state.activeScope?.name)
      ? (...inputs: tf.Tensor[]) => f(...inputs, () => {}).value as T
      : customGrad(f)) as typeof engine.customGrad;

  engine.runKernel = ((name: string, inputs: tf.NamedTensorMap, attrs: tf.NamedAttrMap) => {
    const unfused = plain[name];
    if (!unfused || !recording() || attrs.activation !== "linear") return runKernel(name, inputs, attrs);
    const y = unfused(inputs, attrs);
    return inputs.bias ? tf.add(y, inputs.bias) : y;
  }) as typeof engine.runKernel;

  replaceProduct(recording);
}

/**
 * Where `tf.fused` isn't frozen, as in Node, the product is replaced there too: tfjs's own reshapes its factors and itself,
 * and so do their gradients, up to six operations more for each layer and step.
 */
function replaceProduct(recording: () => boolean): void {
  if (!Object.getOwnPropertyDescriptor(tf.fused, "matMul")?.writable) return;
  const fused = tf.fused as { matMul: typeof tf.fused.matMul };
  const { matMul } = fused;
  fused.matMul = ((args: Parameters<typeof matMul>[0]) => {
    if (!recording() || (args.activation ?? "linear") !== "linear") return matMul(args);
    const { a, b, transposeA, transposeB, bias } = args;
    const product = tf.matMul(a, b, transposeA, transposeB);
    return bias == null ? product : tf.add(product, bias);
  }) as typeof matMul;
}
