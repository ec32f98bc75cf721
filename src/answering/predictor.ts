/** Asking a trained net. */

import * as tf from "../backends/tf.ts";
import type { Dataset } from "../data/dataset.ts";
import type { CheckedNet, NetOutput, Task } from "../ir/net.ts";
import { outputsOf } from "../ir/task-outputs.ts";
import { loadModel } from "../model/model.ts";
import { outputsOfAll } from "../model/outputs.ts";
import { product, type Shape } from "../shape/shape.ts";
import type { WeightData } from "../targets/tfjs/weights.ts";
import { foldForPrediction } from "./fold-batchnorm.ts";

/** What one head of a net says of one example. */
export type Answer =
  | {
      readonly kind: "class";
      readonly name: string;
      readonly probability: number;
      /** Every class with its probability, the likeliest first. */
      readonly ranking: readonly { readonly name: string; readonly probability: number }[];
    }
  | {
      readonly kind: "quantities";
      readonly values: readonly { readonly name: string; readonly unit?: string; readonly value: number }[];
    }
  | {
      readonly kind: "probabilities";
      /** Each event or label with how likely it holds; they need not sum to 1. */
      readonly values: readonly { readonly name: string; readonly probability: number }[];
    }
  | {
      readonly kind: "regions";
      /** Places along each axis. */
      readonly shape: Shape;
      readonly names: readonly string[];
      /** The likeliest region of each place, in row-major order. */
      readonly regions: Uint16Array;
    }
  | {
      readonly kind: "numbers";
      readonly shape: Shape;
      readonly values: Float32Array;
    };

/** What a net says of one example: by the name of each head, or of the output where there is none. */
export interface Prediction {
  readonly [head: string]: Answer;
}

/** A net on the device that answers. */
export interface Predictor {
  /** Predictions for examples, in their order. */
  predict(examples: Pick<Dataset, "size" | "inputs">): Promise<Prediction[]>;
  /** Takes the net off the device. */
  dispose(): void;
}

/** Puts a net with its weights on the device. */
export async function predictorOf(net: CheckedNet, weights: WeightData): Promise<Predictor> {
  const model = await loadModel(net, weights);
  const folded = foldForPrediction(model);
  const shapes = net.outputs.map(({ node }) => net.nodes.find(({ id }) => id === node)!.output);
  return {
    async predict(examples) {
      const outputs = await outputsOfAll(net, model, examples);
      const answerOf = (example: number) => (output: NetOutput, i: number) => {
        const each = product(shapes[i]!);
        const values = outputs[i]!.slice(example * each, (example + 1) * each);
        return [output.name, interpret(output.task, values, shapes[i]!)] as const;
      };
      return Array.from({ length: examples.size }, (_, example) =>
        Object.fromEntries(net.outputs.map(answerOf(example))),
      );
    },
    dispose() {
      model.dispose();
      tf.dispose(folded);
    },
  };
}

function interpret(task: Task | undefined, values: Float32Array, shape: Shape): Answer {
  switch (task?.kind) {
    case "classify":
    case "cluster": {
      const ranking = outputsOf(task)
        .map(({ name }, i) => ({ name, probability: values[i]! }))
        .sort((a, b) => b.probability - a.probability);
      return { kind: "class", ...ranking[0]!, ranking };
    }
    case "tag":
    case "probability":
      return {
        kind: "probabilities",
        values: outputsOf(task).map(({ name }, i) => ({ name, probability: values[i]! })),
      };
    case "regress":
      return {
        kind: "quantities",
        values: task.quantities.map(({ name, unit }, i) => ({
          name,
          ...(unit === undefined ? {} : { unit }),
          value: values[i]!,
        })),
      };
    case "segment": {
      const count = task.classes.length;
      const regions = Uint16Array.from({ length: values.length / count }, (_, place) => {
        let likeliest = 0;
        for (let region = 1; region < count; region++)
          if (values[place * count + region]! > values[place * count + likeliest]!) likeliest = region;
        return likeliest;
      });
      return { kind: "regions", shape: shape.slice(0, -1), names: task.classes, regions };
    }
    default:
      return { kind: "numbers", shape, values };
  }
}
