import type { Sink } from "../../diagnostics/diagnostic.ts";
import { didYouMean, list } from "../../diagnostics/suggest.ts";
import { onlyTask } from "../../ir/ends.ts";
import type { CheckedNet } from "../../ir/net.ts";
import type { Training } from "../../ir/program.ts";

/** Whether what trainings say of their nets' tasks is so. Nets that are missing or incomplete say nothing. */
export function checkTrainings(
  trainings: readonly Training[],
  nets: readonly CheckedNet[],
  sink: Sink,
): void {
  for (const { net: name, classWeights } of trainings) {
    const net = nets.find((each) => each.name === name);
    if (!classWeights || !net?.complete || net.outputs.length !== 1) continue;
    const task = onlyTask(net);
    if (task?.kind !== "classify") {
      sink.error(
        "train_wrong",
        classWeights.span,
        `\`weights\` weighs the classes of a \`classify\`, and \`${name}\` has no such task`,
        { help: "take it out" },
      );
    } else if (classWeights.of !== "balanced") {
      for (const { name: weighed, span } of classWeights.of) {
        if (task.classes.includes(weighed)) continue;
        sink.error("train_wrong", span, `\`${task.name}\` has no class \`${weighed}\``, {
          help: didYouMean(weighed, task.classes, span) ?? `its classes are ${list(task.classes)}`,
        });
      }
    }
  }
}
