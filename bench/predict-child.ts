/**
 * Predicts with MobileNetV2 through cnnc and through onnxruntime-web, with as many threads of the latter as the command line
 * says: the same weights, the same image, both on WASM. Prints the median milliseconds of both as JSON; fails where their
 * answers differ.
 */

import { predictorOf } from "../src/answering/predictor.ts";
import { startBackend } from "../src/backends/backend.ts";
import * as tf from "../src/backends/tf.ts";
import { randomStream } from "../src/random/random.ts";
import { product } from "../src/shape/shape.ts";
import { initialWeights, type WeightData } from "../src/targets/tfjs/weights.ts";
import { timeSteps } from "./measure.ts";
import { netOf } from "./nets.ts";
import { onnxOf } from "./onnx.ts";
import { findOnnxruntime } from "./onnxruntime.ts";

const WARM_UP = 5;
const ROUNDS = 15;
/** Threads of onnxruntime-web look for work, on a core, for a while after each run. */
const PAUSE = 300;
/** How far answers may be apart, as a part of the largest. */
const TOLERANCE = 1e-4;

const net = netOf("specs/zoo/mobilenet_v2.cnn", "mobilenet_v2");
const [height, width, channels] = net.nodes[0]!.output as readonly [number, number, number];
const weights = drawnWeights();
const image = Float32Array.from(
  { length: height * width * channels },
  (_, i) => ((i * 7919) % 256) / 127.5 - 1,
);

tf.env().set("PROD", true);
await startBackend("wasm");
const steps = [await ours(), await theirs(Number(process.argv[2]))];
const [own, other] = [await steps[0]!(), await steps[1]!()];
const apart = own!.reduce((most, value, i) => Math.max(most, Math.abs(value - other![i]!)), 0);
if (own!.length !== other!.length || !(apart <= TOLERANCE * Math.max(...other!)))
  throw new Error(`the answers of cnnc and onnxruntime-web are ${apart} apart`);
console.log(JSON.stringify(await timeSteps(steps, WARM_UP, ROUNDS, PAUSE)));
// Threads of onnxruntime-web wait for work without end.
process.exit();

/** As `cnnc predict` asks a net. */
async function ours(): Promise<() => Promise<Float32Array>> {
  const predictor = await predictorOf(net, weights);
  const example = { size: 1, inputs: [{ shape: [height, width, channels], values: image }] };
  return async () => {
    const [prediction] = await predictor.predict(example);
    const [answer] = Object.values(prediction!);
    if (answer?.kind !== "numbers") throw new Error("the net answers with other things than numbers");
    return answer.values;
  };
}

async function theirs(threads: number): Promise<() => Promise<Float32Array>> {
  const runtime = (await findOnnxruntime())!;
  const ort = await runtime.withThreads(threads);
  const session = await ort.InferenceSession.create(onnxOf(net, weights, runtime.protobuf), {
    executionProviders: ["wasm"],
  });
  const planes = Float32Array.from(image, (_, i) => {
    const place = i % (height * width);
    return image[place * channels + Math.floor(i / (height * width))]!;
  });
  const input = new ort.Tensor("float32", planes, [1, channels, height, width]);
  return async () => (await session.run({ [net.inputs[0]!.node]: input }))[net.outputs[0]!.node]!.data;
}

/** The net's weights at their start, but with normalisations that change what they get, as after training. */
function drawnWeights(): WeightData {
  const { specs, data } = initialWeights(net, 1);
  let start = 0;
  for (const { name, shape } of specs) {
    const end = start + product(shape);
    const random = randomStream(1, `bench/${name}`);
    if (/\/(gamma|moving_variance)$/.test(name))
      for (let i = start; i < end; i++) data[i] = random.between(0.5, 1.5);
    if (/\/(beta|moving_mean|bias)$/.test(name))
      for (let i = start; i < end; i++) data[i] = random.between(-0.5, 0.5);
    start = end;
  }
  return { specs, data };
}
