import type { Task } from "../ir/net.ts";
import type { TaskDefinition } from "./definition.ts";

/** One of several classes. */
export const classify: TaskDefinition<Extract<Task, { kind: "classify" }>> = {
  kind: "classify",
  summary: "Says which one of several classes an example belongs to.",
  read(syntax, sink) {
    const classes = new Set<string>();
    for (const item of syntax.items) {
      if (item.unit !== undefined || item.range !== undefined) {
        sink.error("task_wrong", item.span, "a class has a name alone, without a unit or a range", {
          help: "`regress { … }` is the task for measured quantities",
        });
        return undefined;
      }
      if (classes.has(item.name.text)) {
        sink.error("task_wrong", item.name.span, `\`${item.name.text}\` is named twice`);
        return undefined;
      }
      classes.add(item.name.text);
    }
    if (classes.size < 2) {
      sink.error(
        "task_wrong",
        syntax.name.span,
        `there must be at least two classes to tell apart, and here ${classes.size === 1 ? "is one" : "are none"}`,
        {
          help: "`{ normal, atrial_fibrillation, other }`, or `{ no, yes }` for a question",
        },
      );
      return undefined;
    }
    return { kind: "classify", name: syntax.name.text, classes: [...classes], span: syntax.span };
  },
  outputs: (task) => task.classes.length,
  activation: "softmax",
  loss: "categorical_crossentropy",
  metric: "accuracy",
};
