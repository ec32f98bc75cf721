import type { Quantity, Task } from "../ir/net.ts";
import type { TaskDefinition } from "./definition.ts";

/** Measured quantities, each with its unit. */
export const regress: TaskDefinition<Extract<Task, { kind: "regress" }>> = {
  kind: "regress",
  summary: "Estimates one or several measured quantities.",
  read(syntax, sink) {
    const quantities: Quantity[] = [];
    for (const item of syntax.items) {
      if (item.from !== undefined && item.to !== undefined && item.from >= item.to) {
        sink.error("task_wrong", item.span, `a range goes from the smaller to the larger number, and ${item.from} is not below ${item.to}`);
        return undefined;
      }
      quantities.push({
        name: item.name.text,
        ...(item.unit === undefined ? {} : { unit: item.unit }),
        ...(item.from === undefined ? {} : { from: item.from }),
        ...(item.to === undefined ? {} : { to: item.to }),
      });
    }
    if (quantities.length === 0) {
      sink.error("task_wrong", syntax.span, "there is no quantity to estimate", {
        help: 'write, for example, `{ "ejection fraction" in % from 0 to 100 }`',
      });
      return undefined;
    }
    return { kind: "regress", name: syntax.name.text, quantities, span: syntax.span };
  },
  outputs: (task) => task.quantities.length,
  loss: "mean_squared_error",
  metric: "mean_absolute_error",
};
