import { channels } from "../shape/shape.ts";
import type { TaskDefinition, TaskOf } from "./definition.ts";

/** The input itself, out of the few numbers that an autoencoder squeezes it into. */
export const reconstruct: TaskDefinition<TaskOf<"reconstruct">> = {
  kind: "reconstruct",
  summary: "Gives the input back, as an autoencoder does.",
  read(syntax, sink) {
    if (syntax.items.length === 0) return { kind: "reconstruct", name: syntax.name.text, span: syntax.span };
    sink.error(
      "task_wrong",
      syntax.items[0]!.span,
      "what is reconstructed is the input, so nothing is named here",
      {
        help: "write `reconstruct` alone",
      },
    );
    return undefined;
  },
  answers: "each place",
  ofOneInput: true,
  outputs: (_, input) => channels(input),
  layer: "dense",
  loss: "mean_squared_error",
  example: "task same = reconstruct",
};
