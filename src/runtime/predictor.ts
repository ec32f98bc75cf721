/** Asking a trained net. */
import { onlyInput, onlyTask } from "../ir/ends.ts";
import type { CheckedNet, Task } from "../ir/net.ts";
import { outputsOf } from "../ir/task-outputs.ts";
import { product } from "../shape/shape.ts";
import type { WeightData } from "../targets/tfjs/weights.ts";
import { loadModel } from "./model.ts";
import * as tf from "./tf.ts";

/** What a net says of one example. */
export type Prediction =
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
  | { readonly kind: "numbers"; readonly values: readonly number[] };

/** Examples at a time. */
const BATCH = 64;

/**
 * Predictions of a net of one input and one output for examples that lie one after the other in `inputs`, in their order.
 *
 * @param inputs a whole number of examples, each as many numbers as the net's input holds
 */
export async function predictAll(
  net: CheckedNet,
  weights: WeightData,
  inputs: Float32Array,
): Promise<Prediction[]> {
  const shape = onlyInput(net)!.output;
  const width = product(shape);
  const task = onlyTask(net);
  const model = await loadModel(net, weights);
  try {
    const predictions: Prediction[] = [];
    for (let from = 0; from < inputs.length; from += BATCH * width) {
      const some = inputs.slice(from, from + BATCH * width);
      const output = tf.tidy(
        () => model.apply(tf.tensor(some, [some.length / width, ...shape]), { training: false }) as tf.Tensor,
      );
      const values = await output.data<"float32">();
      output.dispose();
      const each = values.length / (some.length / width);
      for (let i = 0; i < values.length; i += each)
        predictions.push(interpret(task, values.slice(i, i + each)));
    }
    return predictions;
  } finally {
    model.dispose();
  }
}

function interpret(task: Task | undefined, values: Float32Array): Prediction {
  switch (task?.kind) {
    case "classify": {
      const ranking = task.classes
        .map((name, i) => ({ name, probability: values[i]! }))
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
    default:
      return { kind: "numbers", values: [...values] };
  }
}
