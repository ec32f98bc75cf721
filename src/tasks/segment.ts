import type { TaskDefinition, TaskOf } from "./definition.ts";
import { readNames } from "./names.ts";

const WORDS = {
  one: "region",
  many: "regions",
  least: 2,
  help: "`{ background, left_ventricle, right_ventricle }`",
};

/** A region at each place. */
export const segment: TaskDefinition<TaskOf<"segment">> = {
  kind: "segment",
  summary: "Says of each place of the input which of several regions it belongs to.",
  read(syntax, sink) {
    const classes = readNames(syntax, WORDS, sink);
    const { every } = syntax;
    if (every && !(Number.isSafeInteger(every.value) && every.value >= 1)) {
      sink.error("task_wrong", every.span, "one answer is for a whole number of places, of at least 1", {
        help: "`segment every 256 { … }` answers once for 256 places along each axis",
      });
      return undefined;
    }
    const { text: name } = syntax.name;
    return (
      classes && {
        kind: "segment",
        name,
        classes,
        ...(every ? { every: every.value } : {}),
        span: syntax.span,
      }
    );
  },
  every: (task) => task.every ?? 1,
  outputs: (task) => task.classes.length,
  answers: "each place",
  layer: "dense",
  activation: "softmax",
  loss: "categorical_crossentropy",
  example: "task heart = segment { background, left_ventricle, myocardium, right_ventricle }",
};
