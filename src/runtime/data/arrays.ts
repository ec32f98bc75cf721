/** Examples that lie in arrays of numbers, the first size of which counts them. */
import type { CheckedNet } from "../../ir/net.ts";
import type { DataSource } from "../../ir/program.ts";
import { outputsOf } from "../../ir/task-outputs.ts";
import { formatShape, product, type Shape, sameShape } from "../../shape/shape.ts";
import type { Dataset, Targets } from "./dataset.ts";
import { DataError } from "./error.ts";
import { resolvePath } from "./files.ts";
import { scalePixels } from "./pixels.ts";
import {
  assemble,
  describeInput,
  onlyWants,
  plural,
  type WantedHead,
  type WantedInput,
  wantsOf,
} from "./wants.ts";

/** The array of numbers that a file holds. */
export interface NumberArray {
  /** The first is the number of examples. */
  readonly sizes: readonly number[];
  /** In row-major order. Unsigned bytes are pixels from 0 to 255. */
  readonly values: Uint8Array | Int32Array | Float32Array;
  /** Where the first value stands in the (unpacked) file, and what each takes, in bytes. */
  readonly dataOffset: number;
  readonly width: number;
}

/** A file format that holds one array. */
export interface ArrayFormat {
  /** `IDX`, `.npy`. */
  readonly name: string;
  /** What one of the examples is called. */
  readonly noun: string;
  /** Where the sizes stand in a file, in bytes. */
  readonly sizesAt: number;
  /** Whether all its numbers are pixels from 0 to 1, and not only its bytes. */
  readonly ofPixels: boolean;
  read(file: string, what: string): Promise<NumberArray>;
}

/**
 * Examples from one file and their labels from another one. Unsigned bytes are divided by 255, and then brought into the
 * input's range as all pixels are; other numbers are taken as they are. Labels are numbers of classes or regions from 0, 0 or 1 for what holds or doesn't, or quantities. Heads that
 * need no labels need no second file.
 *
 * @throws DataError where a file is missing or faulty, or doesn't fit the net
 */
export async function loadArrays(
  source: DataSource,
  net: CheckedNet,
  folder: string,
  format: ArrayFormat,
): Promise<Dataset> {
  const [examplesFile, labelsFile] = source.arguments.map(({ text }) => resolvePath(folder, text)) as [
    string,
    string?,
  ];
  const wants = wantsOf(net, examplesFile);
  const [input, head] = onlyWants(wants, examplesFile);
  const examples = await format.read(examplesFile, `${format.noun}s`);
  const inputs = inputsOf(examples, input, net.name, examplesFile, format);
  const size = examples.sizes[0]!;
  if (!head) return assemble(wants, size, [inputs], []);
  if (labelsFile === undefined) {
    throw new DataError(`Nothing teaches the head \`${head.name}\`, which needs labels.`, {
      file: examplesFile,
      help: `Name a file of labels: \`${source.kind} "…" labels "…"\`.`,
    });
  }
  const labels = await format.read(labelsFile, "labels");
  const targets = labelsOf(labels, head, labelsFile, format);
  const found = labels.sizes[0]!;
  if (found !== size) {
    throw new DataError(
      `This file holds ${plural(found, "label")}, but ${examplesFile} holds ${plural(size, format.noun)}: each ${format.noun} needs one label.`,
      {
        file: labelsFile,
        help: "Name the two files that belong together, for example both of `train` or both of `t10k`.",
      },
    );
  }
  return assemble(wants, size, [inputs], [targets]);
}

function inputsOf(
  array: NumberArray,
  input: WantedInput,
  net: string,
  file: string,
  { name, noun, sizesAt, ofPixels }: ArrayFormat,
): Float32Array {
  const { sizes, values } = array;
  const found = sizes.slice(1);
  if (found.length === 0) {
    throw new DataError(
      `This ${name} file holds a single row of numbers, as labels are stored, but ${noun}s are expected here.`,
      {
        file,
        location: { offset: 3 },
        help: `Put the file of ${noun}s first and the file of labels after \`labels\`.`,
      },
    );
  }
  if (input.fields.length > 0 || !fits(found, input.shape)) {
    const shown = found.length === 2 && !sameShape(found, input.shape) ? [...found, 1] : found;
    throw new DataError(
      `The ${noun}s of this file are ${formatShape(shown)}, but the net \`${net}\` takes ${describeInput(input)}.`,
      {
        file,
        location: { offset: sizesAt },
        help:
          found.length > 3
            ? "Use data that fit the net."
            : `Write \`input image ${shown.join("x")}\` in the net, or use images that fit it.`,
      },
    );
  }
  if (values instanceof Int32Array) {
    throw new DataError(
      "The pixels of this file are int32, but only bytes and float32 can be read as pixels.",
      { file, location: { offset: 2 }, help: "Write the file again with bytes from 0 to 255." },
    );
  }
  if (values instanceof Uint8Array)
    return scalePixels(
      Float32Array.from(values, (byte) => byte / 255),
      input.range,
    );
  demandFinite(array, product(found), noun, file);
  return ofPixels ? scalePixels(values, input.range) : values;
}

/** Whether numbers of this shape are those of a value of that one: a single channel may be left out. */
function fits(found: Shape, wanted: Shape): boolean {
  return sameShape(found, wanted) || sameShape([...found, 1], wanted);
}

function demandFinite(
  { values, dataOffset, width }: NumberArray,
  each: number,
  what: string,
  file: string,
): void {
  const faulty = values.findIndex((value: number) => !Number.isFinite(value));
  if (faulty < 0) return;
  const example = Math.floor(faulty / each) + 1;
  throw new DataError(`${capital(what)} ${example} holds ${values[faulty]} where a number is expected.`, {
    file,
    location: { offset: dataOffset + width * faulty, example },
    help: `Write the file again without that ${what}.`,
  });
}

const capital = (word: string) => word[0]!.toUpperCase() + word.slice(1);

/**
 * The labels of one head out of an array of all examples'.
 *
 * @throws DataError where there are more or fewer of them than the head gives, or one can't be meant
 */
export function labelsOf(array: NumberArray, head: WantedHead, file: string, format: ArrayFormat): Targets {
  const { task, shape } = head;
  const { sizes, values, dataOffset, width } = array;
  const { noun } = format;
  const each = sizes.slice(1);
  const wanted = task.kind === "classify" ? [] : task.kind === "segment" ? shape.slice(0, -1) : shape;
  const inOne = wanted.length === 1 && wanted[0] === 1;
  if (
    !fits(each, wanted) &&
    !(inOne && each.length === 0) &&
    !(each.length === 1 && each[0] === 1 && wanted.length === 0)
  ) {
    const [are, asked] =
      wanted.length === 0 || inOne
        ? [
            `has ${plural(sizes.length, "dimension")} (${formatShape(sizes)}), as ${noun}s have`,
            "labels are a single row of numbers",
          ]
        : [
            each.length === 0
              ? "holds one label for each example"
              : `holds ${formatShape(each)} labels for each example`,
            `the head \`${head.name}\` needs ${formatShape(wanted)}`,
          ];
    throw new DataError(`This ${format.name} file ${are}, but ${asked}.`, {
      file,
      location: { offset: 3 },
      help: `Put the file of ${noun}s first and the file of labels after \`labels\`.`,
    });
  }
  const count = product(wanted);
  const faultAt = (at: number, message: string, help: string) =>
    new DataError(message, {
      file,
      location: { offset: dataOffset + at * width, example: Math.floor(at / count) + 1 },
      help,
    });
  if (task.kind === "classify" || task.kind === "segment") {
    const classes = task.classes.length;
    const at = values.findIndex(
      (label: number) => !(Number.isInteger(label) && label >= 0 && label < classes),
    );
    if (at < 0) return Int32Array.from(values);
    const [noun, many] = task.kind === "classify" ? ["class", "classes"] : ["region", "regions"];
    throw faultAt(
      at,
      `Label ${at + 1} is ${values[at]}, but the task \`${task.name}\` has ${plural(classes, noun, many)}, so labels are whole numbers from 0 to ${classes - 1}.`,
      `Name every ${noun} of these data in the task, in the order of their numbers.`,
    );
  }
  demandFinite(array, count, "label", file);
  const quantities = task.kind === "regress" ? task.quantities : [];
  for (const [at, value] of values.entries()) {
    const output = at % count;
    const { name } = outputsOf(task)[output]!;
    if (task.kind !== "regress" && value !== 0 && value !== 1)
      throw faultAt(
        at,
        `Label ${at + 1} is ${value}, but whether \`${name}\` holds is 1 or 0.`,
        "Write 1 or 0.",
      );
    const { from = -Infinity, to = Infinity } = quantities[output] ?? {};
    if (task.kind === "regress" && !(value >= Math.fround(from) && value <= Math.fround(to)))
      throw faultAt(
        at,
        `Label ${at + 1} is ${value}, which the range of \`${name}\` doesn't hold.`,
        "Correct the value, or widen the range in the task.",
      );
  }
  return Float32Array.from(values);
}
