/** What the labels of arrays say. */

import { FoundError } from "../../diagnostics/found-error.ts";
import type { Task } from "../../ir/net.ts";
import { hasClasses, outputsOf } from "../../ir/task-outputs.ts";
import { formatShape, product, type Shape } from "../../shape/shape.ts";
import type { Targets } from "../dataset.ts";
import { fits, type NumberArray } from "../formats/number-array.ts";
import type { ArrayFormat } from "../formats/registry.ts";
import { demandFinite, inArray } from "../numbers.ts";
import { plural, type WantedHead } from "../wants.ts";

/** Makes a fault of the label at a place, and of the example that has it. */
type Fault = (at: number, message: string, help: string) => FoundError;

/**
 * The labels of one head out of an array of all examples'.
 *
 * @throws FoundError where there are more or fewer of them than the head gives, or one can't be meant
 */
export function labelsOf(array: NumberArray, head: WantedHead, file: string, format: ArrayFormat): Targets {
  const { task, shape } = head;
  const wanted = task.kind === "classify" ? [] : task.kind === "segment" ? shape.slice(0, -1) : shape;
  demandLabelShape(array, wanted, head.name, file, format);
  const count = product(wanted);
  const fault: Fault = (at, message, help) =>
    new FoundError("data_labels", message, {
      file,
      location: { offset: array.dataOffset + at * array.width, example: Math.floor(at / count) + 1 },
      help,
    });
  if (hasClasses(task)) return numbersOfClasses(array, task, fault);
  const values = Float32Array.from(array.values);
  demandFinite(values, values, inArray(file, array, count, "label"));
  for (const [at, value] of values.entries()) demandPossible(value, at, task, at % count, fault);
  return values;
}

function demandLabelShape(
  { sizes }: NumberArray,
  wanted: Shape,
  head: string,
  file: string,
  { name, noun }: ArrayFormat,
): void {
  const each = sizes.slice(1);
  if (fits(each, wanted)) return;
  const holds =
    each.length === 0 ? "one label for each example" : `${formatShape(each)} labels for each example`;
  const message =
    product(wanted) === 1
      ? `has ${plural(sizes.length, "dimension")} (${formatShape(sizes)}), as ${noun}s have, but labels are a single row of numbers.`
      : `holds ${holds}, but the head \`${head}\` needs ${formatShape(wanted)}.`;
  throw new FoundError("data_labels", `This ${name} file ${message}`, {
    file,
    location: { offset: 3 },
    help: `Put the file of ${noun}s first and the file of labels after \`labels\`.`,
  });
}

function numbersOfClasses(
  { values }: NumberArray,
  task: Task & { readonly kind: "classify" | "segment" },
  fault: Fault,
): Int32Array {
  const classes = task.classes.length;
  const at = values.findIndex((label: number) => !(Number.isInteger(label) && label >= 0 && label < classes));
  if (at < 0) return Int32Array.from(values);
  const [noun, many] = task.kind === "classify" ? ["class", "classes"] : ["region", "regions"];
  throw fault(
    at,
    `Label ${at + 1} is ${values[at]}, but the task \`${task.name}\` has ${plural(classes, noun, many)}, so labels are whole numbers from 0 to ${classes - 1}.`,
    `Name every ${noun} of these data in the task, in the order of their numbers.`,
  );
}

/** A quantity lies in its range, and all else holds or doesn't. */
function demandPossible(value: number, at: number, task: Task, output: number, fault: Fault): void {
  const { name } = outputsOf(task)[output]!;
  if (task.kind !== "regress") {
    if (value === 0 || value === 1) return;
    throw fault(at, `Label ${at + 1} is ${value}, but whether \`${name}\` holds is 1 or 0.`, "Write 1 or 0.");
  }
  const { from = -Infinity, to = Infinity } = task.quantities[output]!;
  if (value >= Math.fround(from) && value <= Math.fround(to)) return;
  throw fault(
    at,
    `Label ${at + 1} is ${value}, which the range of \`${name}\` doesn't hold.`,
    "Correct the value, or widen the range in the task.",
  );
}
