/** How much the examples of each class count in the loss. */

import type { Dataset } from "../data/dataset.ts";
import { FoundError } from "../diagnostics/found-error.ts";
import type { CheckedNet } from "../ir/net.ts";
import type { Training } from "../ir/program.ts";
import { hasClasses } from "../ir/task-outputs.ts";

/**
 * The weight of each class, in the order of the one task that has classes, or undefined where all count alike. Balanced
 * weights are n / (k · nᶜ) for the nᶜ of n examples that are of one of k classes (King and Zeng, Political Analysis 9
 * (2001) 137), so that their mean over the examples is 1; of a `segment`, places count as examples do. A class that a
 * spec leaves out weighs 1.
 *
 * @param train the examples to train on
 * @throws FoundError where a class that is weighed has no example among them
 */
export function classWeightsOf(
  net: CheckedNet,
  { classWeights, data }: Training,
  train: Dataset,
): readonly number[] | undefined {
  const at = net.outputs.findIndex(({ task }) => task && hasClasses(task));
  const task = net.outputs[at]?.task;
  if (!classWeights || !task || !hasClasses(task)) return undefined;
  const { classes } = task;
  const { of } = classWeights;
  const targets = train.targets[at]!;
  const counts = classes.map(() => 0);
  for (const target of targets) counts[target]!++;
  const missing = classes.filter(
    (name, i) => counts[i] === 0 && (of === "balanced" || of.some((each) => each.name === name)),
  );
  if (missing.length > 0) {
    throw new FoundError(
      "data_classes",
      `nothing to train on is of the class ${missing.join(" or ")}, which is weighed`,
      {
        file: data,
        help: of === "balanced" ? "take `weights balanced` out" : "take its weight out",
      },
    );
  }
  if (of === "balanced") return counts.map((count) => targets.length / (classes.length * count));
  return classes.map((name) => of.find((each) => each.name === name)?.weight ?? 1);
}
