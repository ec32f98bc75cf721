import type { Finding } from "../../diagnostics/finding.ts";
import { FoundError } from "../../diagnostics/found-error.ts";
import type { CheckedNet } from "../../ir/net.ts";
import type { Training } from "../../ir/program.ts";
import { isKnownOnce } from "../../ir/task-outputs.ts";
import { type Dataset, type Split, select, splitIndices } from "../dataset.ts";
import { type Checked, checkParts } from "./check-parts.ts";
import { classesOf, groupsOf } from "./groups.ts";
import { PARTS, PURPOSE } from "./part-names.ts";
import { splitByClass } from "./split-classes.ts";
import { splitByGroups, splitGroupsByClass } from "./split-groups.ts";

/** The examples of a training. */
export interface Parts {
  readonly train: Dataset;
  readonly validation?: Dataset;
  readonly test?: Dataset;
  /** What was found out about them. */
  readonly checked: Checked;
  readonly warnings: readonly Finding[];
}

/**
 * Divides examples as a training says, and looks whether the parts share any. An empty validation or test part is left out.
 *
 * @param test examples that training never sees, where they are not a part of `all`
 * @throws FoundError where a part that is needed would be empty, groups are not told, or parts share what they must not
 */
export function partsOf(all: Dataset, net: CheckedNet, training: Training, test?: Dataset): Parts {
  const file = training.data;
  const groups = training.groups && groupsOf(all, training.groups, file);
  const which = indicesOf(all, net, training, groups);
  if (which.train.length === 0)
    throw new FoundError("data_parts", "Too few examples to split: none is left to train on.", { file });
  const needs = validationNeed(training);
  if (needs && which.validation.length === 0)
    throw new FoundError(
      "data_parts",
      `Too few examples to split: none is left for validation, which ${needs} needs.`,
      {
        file,
      },
    );
  if (groups) demandAll(which, training, new Set(groups).size);
  const { checked, warnings } = checkParts({ training, all, which, groups, test });
  const train = select(all, which.train);
  const validation = select(all, which.validation);
  const last = test ?? select(all, which.test);
  return {
    train,
    ...(validation.size > 0 ? { validation } : {}),
    ...(last.size > 0 ? { test: last } : {}),
    checked,
    warnings,
  };
}

function indicesOf(
  all: Dataset,
  net: CheckedNet,
  { split, seed, stratified, data }: Training,
  groups: readonly string[] | undefined,
): Split<Int32Array> {
  if (!stratified) return groups ? splitByGroups(groups, split, seed) : splitIndices(all.size, split, seed);
  const heads = net.outputs.flatMap(({ task }) => (task ? [isKnownOnce(task)] : []));
  const classes = classesOf(all, heads);
  if (!classes)
    throw new FoundError(
      "data_parts",
      "`stratified` keeps the shares of classes, and these examples have none.",
      {
        file: data,
      },
    );
  return groups ? splitGroupsByClass(groups, classes, split, seed) : splitByClass(classes, split, seed);
}

/** Every part that a split by groups asks for has one: a share of few patients would be missed in silence. */
function demandAll(which: Split<Int32Array>, { split, groups, data }: Training, count: number): void {
  const empty = PARTS.find((part) => split[part] > 0 && which[part].length === 0);
  if (!empty) return;
  throw new FoundError(
    "data_parts",
    `Too few to split by \`${groups!.column}\`: there are ${count} of them, and none is left ${PURPOSE[empty]}.`,
    { file: data, help: "Take larger shares for the small parts, or more data." },
  );
}

/** What of a training can't be without a validation loss. */
function validationNeed({ patience, schedule, keep }: Training): string | undefined {
  if (patience !== undefined) return "`stop when validation loss stalls`";
  if (schedule?.kind === "plateau") return "`schedule plateau`";
  return keep && "`keep best`";
}
