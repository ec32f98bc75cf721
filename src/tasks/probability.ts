import type { TaskDefinition, TaskOf } from "./definition.ts";

/** How likely one event is. */
export const probability: TaskDefinition<TaskOf<"probability">> = {
  kind: "probability",
  summary: "Says how likely one event is, from 0 to 1.",
  read(syntax, sink) {
    const [event, ...more] = syntax.items;
    if (!event || more.length > 0 || event.unit !== undefined || event.range !== undefined) {
      sink.error("task_wrong", syntax.span, "a probability is that of one event", {
        help: 'write `probability of "death"`; for several events, `tag { … }`',
      });
      return undefined;
    }
    return { kind: "probability", name: syntax.name.text, event: event.name.text, span: syntax.span };
  },
  answers: "once",
  outputs: () => 1,
  layer: "dense",
  activation: "sigmoid",
  loss: "binary_crossentropy",
  example: 'task death = probability of "death"',
};
