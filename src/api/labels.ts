/** What examples in memory teach. */

import type { Targets } from "../data/dataset.ts";
import { quoted, type WantedHead } from "../data/wants.ts";
import { nearest } from "../diagnostics/suggest.ts";
import type { Task } from "../ir/net.ts";
import { hasClasses, outputsOf } from "../ir/task-outputs.ts";
import { product } from "../shape/shape.ts";
import type { Label } from "./browser.d.ts";
import { clipped, demandKnown, demandObject, isObject, told } from "./given.ts";

/**
 * The labels of each head: those that are given where there is one head, else those that stand under its name.
 *
 * @throws Error where one isn't an object with the heads' names
 */
export function labelsOf(
  heads: readonly string[],
  labels: readonly (Label | { readonly [head: string]: Label })[],
): readonly (readonly (Label | undefined)[])[] {
  if (heads.length === 1) return [labels as readonly Label[]];
  for (const [i, label] of labels.entries()) {
    if (heads.length === 0) break;
    demandObject(label, `label ${i + 1}`);
    demandKnown(label as object, heads, `label ${i + 1}`);
  }
  return heads.map((head) => labels.map((label) => (label as { readonly [head: string]: Label })[head]));
}

/**
 * The labels of one head, one example's after the other.
 *
 * @throws Error where one doesn't fit the task; the message says which and why
 */
export function targetsOf(head: WantedHead, labels: readonly (Label | undefined)[]): Targets {
  const { task, shape } = head;
  const each = task.kind === "classify" ? 1 : product(task.kind === "segment" ? shape.slice(0, -1) : shape);
  const targets = new (hasClasses(task) ? Int32Array : Float32Array)(labels.length * each);
  for (const [i, label] of labels.entries()) {
    const numbers = label === undefined || label === null ? "is missing" : numbersOf(label, task, each);
    if (typeof numbers === "string") throw new RangeError(`label ${i + 1} of \`${head.name}\` ${numbers}`);
    targets.set(numbers, i * each);
  }
  return targets;
}

/** A label as numbers, or what is wrong with it. */
function numbersOf(label: Label, task: Task, count: number): ArrayLike<number> | string {
  switch (task.kind) {
    case "classify":
      return typeof label === "string" ? indexOf(label, task.classes) : numbersUpTo([label], 1, task.classes);
    case "segment":
      return numbersUpTo(label, count, task.classes);
    case "tag":
      return flags(label, task.classes);
    case "probability":
      return label === true || label === 1
        ? [1]
        : label === false || label === 0
          ? [0]
          : "is neither true nor false";
    case "regress":
      return quantities(label, task);
    default:
      return "is of a task that learns without labels";
  }
}

function indexOf(name: string, names: readonly string[]): readonly [number] | string {
  const index = names.indexOf(name);
  if (index >= 0) return [index];
  const near = nearest(name, names);
  return `is \`${clipped(name)}\`, and there are ${quoted(names)}${near === undefined ? "" : `: did you mean \`${near}\`?`}`;
}

/** Numbers of classes, or of the regions of all places. */
function numbersUpTo(label: unknown, count: number, names: readonly string[]): ArrayLike<number> | string {
  const given = label as ArrayLike<number>;
  if (typeof label !== "object" || given.length !== count) return `needs ${count} numbers of regions`;
  const last = names.length - 1;
  const wrong = Array.prototype.findIndex.call(
    given,
    (value) => !(Number.isInteger(value) && value >= 0 && value <= last),
  );
  if (wrong < 0) return given;
  return `has ${told(given[wrong])}, and what is called ${quoted(names)} has the numbers from 0 to ${last}`;
}

/** For each name whether it holds. */
function flags(label: unknown, names: readonly string[]): readonly number[] | string {
  if (!Array.isArray(label)) return `needs a list of those that hold of ${quoted(names)}`;
  const strange = label.find((name) => !names.includes(name));
  if (strange !== undefined)
    return typeof strange === "string"
      ? (indexOf(strange, names) as string)
      : `has ${told(strange)} in its list`;
  return names.map((name) => (label.includes(name) ? 1 : 0));
}

function quantities(label: unknown, task: Task & { readonly kind: "regress" }): readonly number[] | string {
  const names = outputsOf(task).map(({ name }) => name);
  if (typeof label !== "number" && !isObject(label))
    return `is ${told(label)}, and a number is needed for each of ${quoted(names)}`;
  const strange =
    typeof label === "number" ? undefined : Object.keys(label).find((name) => !names.includes(name));
  if (strange !== undefined) return indexOf(strange, names) as string;
  const given =
    typeof label === "number"
      ? [label]
      : names.map((name) => (label as { readonly [name: string]: number })[name]);
  if (given.length !== names.length) return `needs a number for each of ${quoted(names)}`;
  for (const [i, { from = -Infinity, to = Infinity }] of task.quantities.entries()) {
    const value = given[i];
    if (!Number.isFinite(value)) return `has no number for \`${names[i]}\``;
    if (value! < from || value! > to) return `has ${value}, which the range of \`${names[i]}\` doesn't hold`;
  }
  return given as readonly number[];
}
