import type { TaskDefinition, TaskOf } from "./definition.ts";
import { readNames } from "./names.ts";

const WORDS = {
  one: "class",
  many: "classes",
  least: 2,
  help: "`{ normal, atrial_fibrillation, other }`, or `{ no, yes }` for a question",
};

/** One of several classes. */
export const classify: TaskDefinition<TaskOf<"classify">> = {
  kind: "classify",
  summary: "Says which one of several classes an example belongs to.",
  read(syntax, sink) {
    const classes = readNames(syntax, WORDS, sink);
    return classes && { kind: "classify", name: syntax.name.text, classes, span: syntax.span };
  },
  outputs: (task) => task.classes.length,
  answers: "once",
  layer: "dense",
  activation: "softmax",
  loss: "categorical_crossentropy",
  example: "task rhythm = classify { normal, atrial_fibrillation, other, noise }",
};
