/** Small nets of rank 1, 2 and 3 that use every layer, and training them for a few steps. */
import * as tf from "../../../src/backends/tf.ts";
import { random } from "./compare.ts";

interface Net {
  name: string;
  input: number[];
  layers: () => tf.layers.Layer[];
}

const initializer = (seed: number) => tf.initializers.glorotUniform({ seed });
const conv = { kernelSize: 3, padding: "same", kernelInitializer: initializer(1) } as const;
const head = () => [
  tf.layers.flatten(),
  tf.layers.dense({ units: 8, activation: "sigmoid", kernelInitializer: initializer(2) }),
  tf.layers.dropout({ rate: 0.3, seed: 3 }),
  tf.layers.dense({ units: 3, activation: "softmax", kernelInitializer: initializer(4) }),
];

export const nets: Net[] = [
  {
    name: "a net of rank 1",
    input: [13, 2],
    layers: () => [
      tf.layers.conv1d({ ...conv, filters: 4, strides: 2, activation: "relu", inputShape: [13, 2] }),
      tf.layers.batchNormalization(),
      tf.layers.maxPooling1d({ poolSize: 2 }),
      tf.layers.conv1d({ ...conv, filters: 3, activation: "tanh" }),
      tf.layers.averagePooling1d({ poolSize: 2, padding: "same" }),
      ...head(),
    ],
  },
  {
    name: "a net of rank 2",
    input: [9, 10, 2],
    layers: () => [
      tf.layers.conv2d({ ...conv, filters: 4, activation: "relu", inputShape: [9, 10, 2] }),
      tf.layers.batchNormalization(),
      tf.layers.maxPooling2d({ poolSize: 2, strides: 2, padding: "same" }),
      tf.layers.conv2d({ ...conv, filters: 3, strides: 2, activation: "tanh" }),
      tf.layers.upSampling2d({ size: [2, 2] }),
      tf.layers.averagePooling2d({ poolSize: 2, strides: 2 }),
      ...head(),
    ],
  },
  {
    name: "a net of rank 3",
    input: [6, 7, 5, 2],
    layers: () => [
      tf.layers.conv3d({ ...conv, filters: 4, activation: "relu", inputShape: [6, 7, 5, 2] }),
      tf.layers.maxPooling3d({ poolSize: [2, 2, 2], strides: [2, 2, 2], padding: "same" }),
      tf.layers.conv3d({ ...conv, filters: 3, strides: 2, activation: "tanh" }),
      tf.layers.averagePooling3d({ poolSize: [2, 2, 2], strides: [2, 2, 2], padding: "same" }),
      ...head(),
    ],
  },
];

/** Trains a new net for eight steps of Adam on one batch; counts tensors and buffers after steps two and eight. */
export async function train(net: Net) {
  const model = tf.sequential({ layers: net.layers() });
  const optimizer = tf.train.adam(0.02);
  model.compile({ optimizer, loss: "categoricalCrossentropy" });
  const batch = 5;
  const x = tf.tensor(Float32Array.from({ length: batch * tf.util.sizeFromShape(net.input) }, random(5)), [
    batch,
    ...net.input,
  ]);
  const y = tf.cast(tf.oneHot([0, 1, 2, 0, 1], 3), "float32");
  const losses: number[] = [];
  const memory: { numTensors: number; numDataBuffers: number }[] = [];
  for (let step = 0; step < 8; step++) {
    losses.push((await model.trainOnBatch(x, y)) as number);
    memory.push(tf.memory());
  }
  model.dispose();
  optimizer.dispose();
  tf.dispose([x, y]);
  return {
    losses,
    tensorsBefore: memory[1]!.numTensors,
    tensorsAfter: memory[7]!.numTensors,
    buffersBefore: memory[1]!.numDataBuffers,
    buffersAfter: memory[7]!.numDataBuffers,
  };
}
