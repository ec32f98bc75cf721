/** Examples that lie in arrays of numbers, the first size of which counts them. */

import { FoundError } from "../../diagnostics/found-error.ts";
import { readBytes, resolvePath } from "../../host/input.ts";
import type { CheckedNet } from "../../ir/net.ts";
import type { DataSource } from "../../ir/program.ts";
import { formatShape, product, sameShape } from "../../shape/shape.ts";
import { fits, type NumberArray } from "../formats/number-array.ts";
import type { ArrayFormat } from "../formats/registry.ts";
import { inArray, numbersFor } from "../numbers.ts";
import { type Loaded, readingsOf } from "../reading.ts";
import { assemble, describeInput, onlyWants, plural, type WantedInput, wantsOf } from "../wants.ts";
import { labelsOf } from "./array-labels.ts";

/**
 * Examples from one file and their labels from another one. Labels are numbers of classes or regions from 0, 0 or 1 for what holds or doesn't, or quantities. Heads that
 * need no labels need no second file.
 *
 * @throws FoundError where a file is missing or faulty, or doesn't fit the net
 */
export async function loadArrays(
  source: DataSource,
  net: CheckedNet,
  folder: string,
  format: ArrayFormat,
): Promise<Loaded> {
  const [examplesFile, labelsFile] = source.arguments.map(({ text }) => resolvePath(folder, text)) as [
    string,
    string?,
  ];
  const wants = wantsOf(net, examplesFile);
  const [input, head] = onlyWants(wants, examplesFile);
  const examples = await readArrayOf(examplesFile, `${format.noun}s`, format);
  const inputs = inputsOf(examples, input, net.name, examplesFile, format);
  const size = examples.sizes[0]!;
  const reading = { inputs: readingsOf(wants.inputs), heads: head ? [{ name: head.name }] : [] };
  if (!head) return { dataset: assemble(wants, size, [inputs], []), reading };
  if (labelsFile === undefined) {
    throw new FoundError("data_labels", `Nothing teaches the head \`${head.name}\`, which needs labels.`, {
      file: examplesFile,
      help: `Name a file of labels: \`${source.kind} "…" labels "…"\`.`,
    });
  }
  const labels = await readArrayOf(labelsFile, "labels", format);
  const targets = labelsOf(labels, head, labelsFile, format);
  const found = labels.sizes[0]!;
  if (found !== size) {
    throw new FoundError(
      "data_labels",
      `This file holds ${plural(found, "label")}, but ${examplesFile} holds ${plural(size, format.noun)}: each ${format.noun} needs one label.`,
      {
        file: labelsFile,
        help: "Name the two files that belong together, for example both of `train` or both of `t10k`.",
      },
    );
  }
  return { dataset: assemble(wants, size, [inputs], [targets]), reading };
}

async function readArrayOf(file: string, what: string, format: ArrayFormat): Promise<NumberArray> {
  return format.read(await readBytes(file, `${what} in the ${format.name} format`), file);
}

function inputsOf(
  array: NumberArray,
  input: WantedInput,
  net: string,
  file: string,
  { name, noun, sizesAt }: ArrayFormat,
): Float32Array {
  const { sizes, values } = array;
  const found = sizes.slice(1);
  if (found.length === 0) {
    throw new FoundError(
      "data_mismatch",
      `This ${name} file holds a single row of numbers, as labels are stored, but ${noun}s are expected here.`,
      {
        file,
        location: { offset: 3 },
        help: `Put the file of ${noun}s first and the file of labels after \`labels\`.`,
      },
    );
  }
  if (!fits(found, input.shape)) {
    const shown = found.length === 2 && !sameShape(found, input.shape) ? [...found, 1] : found;
    throw new FoundError(
      "data_mismatch",
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
  return numbersFor(input, values, inArray(file, array, product(found), noun));
}
