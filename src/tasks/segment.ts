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
    return classes && { kind: "segment", name: syntax.name.text, classes, span: syntax.span };
  },
  outputs: (task) => task.classes.length,
  answers: "each place",
  activation: "softmax",
  loss: "categorical_crossentropy",
  metric: "accuracy",
  example: "task heart = segment { background, left_ventricle, myocardium, right_ventricle }",
};
