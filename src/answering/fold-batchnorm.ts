/**
 * A model that only answers needs no batch normalisation: behind a convolution it is a factor and an offset of each
 * kernel. Together with the activation behind it that is one kernel of tfjs instead of three, two of which would each go
 * through all numbers once more.
 */
import * as tf from "../backends/tf.ts";

/** What is read of a convolution of TensorFlow.js. */
interface Convolution extends tf.layers.Layer {
  readonly kernel?: Stored;
  readonly depthwiseKernel?: Stored;
  readonly bias?: Stored | null;
  readonly strides: number[];
  readonly padding: "same" | "valid";
  readonly dilationRate: number | number[];
}

interface BatchNormalisation extends tf.layers.Layer {
  readonly gamma: Stored | null;
  readonly beta: Stored | null;
  readonly movingMean: Stored;
  readonly movingVariance: Stored;
  readonly epsilon: number;
}

interface Stored {
  read(): tf.Tensor;
  write(value: tf.Tensor): Stored;
}

type FusedActivation = "linear" | "relu" | "relu6";

/** The convolutions that tfjs has as one kernel together with a bias and an activation. */
const CONVOLUTIONS: readonly string[] = ["Conv1D", "Conv2D", "DepthwiseConv2D"];

/**
 * Folds batch normalisations, ReLU and ReLU6 into the convolutions before them, in place: the model can't be trained or
 * saved afterwards. What it gives stays the same up to rounding.
 *
 * @returns tensors that the caller disposes with the model
 */
export function foldForPrediction(model: tf.LayersModel): tf.Tensor[] {
  const made: tf.Tensor[] = [];
  for (const layer of model.layers) {
    if (!CONVOLUTIONS.includes(layer.getClassName()) || layer.inboundNodes.length !== 1) continue;
    const next = onlyReader(model, layer);
    const norm = next?.getClassName() === "BatchNormalization" ? (next as BatchNormalisation) : undefined;
    const last = norm ? onlyReader(model, norm) : next;
    const activation = last && fusedActivation(last);
    if (!norm && !activation) continue;
    const convolution = layer as Convolution;
    const bias = norm ? absorb(convolution, norm) : convolution.bias?.read();
    if (norm) made.push(bias!);
    layer.call = (inputs) => convolve(convolution, [inputs].flat()[0]!, bias, activation ?? "linear");
    // What comes out must be another tensor than what went in, else tfjs-layers makes it a copy.
    for (const gone of [norm, activation && last])
      if (gone) gone.call = (inputs) => alias([inputs].flat()[0]!);
  }
  return made;
}

/** The layer that takes what `layer` gives, where there is one such use and nothing else needs the numbers. */
function onlyReader(model: tf.LayersModel, layer: tf.layers.Layer): tf.layers.Layer | undefined {
  if (layer.outboundNodes.length !== 1 || model.outputLayers.includes(layer)) return undefined;
  const reader = layer.outboundNodes[0]!.outboundLayer;
  return reader.inboundNodes.length === 1 ? reader : undefined;
}

function fusedActivation(layer: tf.layers.Layer): FusedActivation | undefined {
  if (layer.getClassName() !== "Activation") return undefined;
  const { activation } = layer.getConfig();
  return activation === "relu" || activation === "relu6" ? activation : undefined;
}

/** Multiplies the normalisation's factors into the kernel; returns the offsets that are left, as a bias. */
function absorb(convolution: Convolution, norm: BatchNormalisation): tf.Tensor {
  const kernel = convolution.depthwiseKernel ?? convolution.kernel!;
  return tf.tidy(() => {
    const inverse = tf.rsqrt(tf.add(norm.movingVariance.read(), norm.epsilon));
    const factor = norm.gamma ? tf.mul(norm.gamma.read(), inverse) : inverse;
    // Outputs are counted by the kernel's last axis; of a depthwise one by the last two.
    const outputs = convolution.depthwiseKernel ? kernel.read().shape.slice(-2) : factor.shape;
    kernel.write(tf.mul(kernel.read(), tf.reshape(factor, outputs)));
    const mean = norm.movingMean.read();
    const centre = convolution.bias ? tf.sub(convolution.bias.read(), mean) : tf.neg(mean);
    const offset = tf.mul(centre, factor);
    return norm.beta ? tf.add(offset, norm.beta.read()) : offset;
  });
}

function convolve(
  { kernel, depthwiseKernel, strides, padding: pad, dilationRate }: Convolution,
  x: tf.Tensor,
  bias: tf.Tensor | undefined,
  activation: FusedActivation,
): tf.Tensor {
  const dilations = [dilationRate].flat();
  const rest = { pad, activation, ...(bias ? { bias } : {}) };
  if (depthwiseKernel) {
    return tf.fused.depthwiseConv2d({
      ...rest,
      x: x as tf.Tensor4D,
      filter: depthwiseKernel.read() as tf.Tensor4D,
      strides: pair(strides),
    });
  }
  const signal = x.rank === 3;
  const y = tf.fused.conv2d({
    ...rest,
    // A signal stands as an image of one row, as in tfjs's own `conv1d`.
    x: (signal ? tf.expandDims(x, 1) : x) as tf.Tensor4D,
    filter: (signal ? tf.expandDims(kernel!.read(), 0) : kernel!.read()) as tf.Tensor4D,
    strides: signal ? [1, strides[0]!] : pair(strides),
    dilations: signal ? [1, dilations[0]!] : pair(dilations),
  });
  return signal ? tf.squeeze(y, [1]) : y;
}

/** Another tensor of the same numbers, which are not copied. */
function alias(x: tf.Tensor): tf.Tensor {
  return tf.reshape(x, x.shape);
}

function pair(values: readonly number[]): [number, number] {
  return [values[0]!, values[1] ?? values[0]!];
}
