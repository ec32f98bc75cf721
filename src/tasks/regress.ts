import type { Quantity } from "../ir/net.ts";
import type { TaskDefinition, TaskOf } from "./definition.ts";
import { isRange, rangeFault } from "./range.ts";

/** Measured quantities, each with its unit. */
export const regress: TaskDefinition<TaskOf<"regress">> = {
  kind: "regress",
  summary: "Estimates one or several measured quantities.",
  read(syntax, sink) {
    const quantities: Quantity[] = [];
    const names = new Set<string>();
    for (const item of syntax.items) {
      if (names.size === names.add(item.name.text).size) {
        sink.error("task_wrong", item.name.span, `\`${item.name.text}\` is named twice`);
        return undefined;
      }
      const { range } = item;
      if (range && !isRange(range)) {
        sink.error("task_wrong", range.span, rangeFault(range));
        return undefined;
      }
      quantities.push({
        name: item.name.text,
        ...(item.unit === undefined ? {} : { unit: item.unit }),
        ...(range ? { from: range.from, to: range.to } : {}),
      });
    }
    if (quantities.length === 0) {
      sink.error("task_wrong", syntax.name.span, "there is no quantity to estimate", {
        help: 'write, for example, `{ "ejection fraction" in % from 0 to 100 }`',
      });
      return undefined;
    }
    return { kind: "regress", name: syntax.name.text, quantities, span: syntax.span };
  },
  outputs: (task) => task.quantities.length,
  answers: "once",
  layer: "dense",
  loss: "mean_squared_error",
  example: 'task ef = regress { "ejection fraction" in % from 0 to 100 }',
};
