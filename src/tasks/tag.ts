import type { TaskDefinition, TaskOf } from "./definition.ts";
import { readNames } from "./names.ts";

const WORDS = {
  one: "label",
  many: "labels",
  least: 1,
  help: "`{ pneumonia, effusion, fracture }`",
};

/** Any of several labels. */
export const tag: TaskDefinition<TaskOf<"tag">> = {
  kind: "tag",
  summary: "Says of each of several labels whether it holds; any number of them may.",
  read(syntax, sink) {
    const classes = readNames(syntax, WORDS, sink);
    return classes && { kind: "tag", name: syntax.name.text, classes, span: syntax.span };
  },
  outputs: (task) => task.classes.length,
  answers: "once",
  layer: "dense",
  activation: "sigmoid",
  loss: "binary_crossentropy",
  example: "task findings = tag { pneumonia, effusion, cardiomegaly }",
};
