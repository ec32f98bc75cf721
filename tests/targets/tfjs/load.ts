/** Compiled nets as their users get them: `model.json` and `weights.bin`, through `tf.loadLayersModel`. */
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "../../../src/backends/tf.ts";
import { compileText, hasErrors } from "../../../src/compile.ts";
import type { CheckedNet } from "../../../src/ir/net.ts";
import { modelJson } from "../../../src/targets/tfjs/artifacts.ts";
import { register } from "../../../src/targets/tfjs/custom/register.ts";
import { initialWeights, weightBytes } from "../../../src/targets/tfjs/weights.ts";

// Else the first tensor prints tfjs's banner.
tf.env().set("PROD", true);
register(tf);

/** The nets of a text that compiles without a message. */
export function netsOf(text: string): readonly CheckedNet[] {
  const compilation = compileText(text);
  const { program, diagnostics } = compilation;
  if (hasErrors(compilation))
    throw new Error(`${diagnostics.map(({ message }) => message).join("\n")}\n${text}`);
  return program.nets;
}

/** The only net of a text. */
export function netOf(text: string): CheckedNet {
  const [net, ...others] = netsOf(text);
  if (!net || others.length > 0) throw new Error(`expected one net: ${text}`);
  return net;
}

/** A net with the weights of a seed, on tfjs's CPU backend as it comes. The caller disposes the model. */
export async function load(net: CheckedNet, seed = 1): Promise<tf.LayersModel> {
  await tf.setBackend("cpu");
  const weights = initialWeights(net, seed);
  const { modelTopology, weightsManifest } = JSON.parse(JSON.stringify(modelJson(net, weights, "test"))) as {
    modelTopology: object;
    weightsManifest: [{ paths: string[]; weights: tf.io.WeightsManifestEntry[] }];
  };
  const weightData = weightBytes(weights.data).buffer as ArrayBuffer;
  return tf.loadLayersModel({
    load: async () => ({ modelTopology, weightSpecs: weightsManifest[0].weights, weightData }),
  });
}

/** What a model gives for one example. */
export async function outputFor(model: tf.LayersModel, input: ArrayLike<number>): Promise<Float32Array> {
  const shape = model.inputs[0]!.shape.map((size) => size ?? 1);
  const output = tf.tidy(
    () => model.apply(tf.tensor(Float32Array.from(input), shape), { training: false }) as tf.Tensor,
  );
  const values = await output.data<"float32">();
  output.dispose();
  return values;
}
