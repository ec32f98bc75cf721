/** Examples that lie in arrays of numbers, the first size of which counts them. */

import { FoundError } from "../../diagnostics/found-error.ts";
import { resolvePath } from "../../host/input.ts";
import type { CheckedNet } from "../../ir/net.ts";
import type { DataSource } from "../../ir/program.ts";
import { formatShape, product, sameShape } from "../../shape/shape.ts";
import type { Dataset } from "../dataset.ts";
import { type ArrayFormat, demandFinite, fits, type NumberArray } from "../formats/number-array.ts";
import { pixelsOf, scalePixels } from "../formats/pixels.ts";
import { assemble, describeInput, onlyWants, plural, type WantedInput, wantsOf } from "../wants.ts";
import { labelsOf } from "./array-labels.ts";

/**
 * Examples from one file and their labels from another one. Unsigned bytes are divided by 255, and then brought into the
 * input's range as all pixels are; other numbers are taken as they are. Labels are numbers of classes or regions from 0, 0 or 1 for what holds or doesn't, or quantities. Heads that
 * need no labels need no second file.
 *
 * @throws FoundError where a file is missing or faulty, or doesn't fit the net
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
    throw new FoundError("data_labels", `Nothing teaches the head \`${head.name}\`, which needs labels.`, {
      file: examplesFile,
      help: `Name a file of labels: \`${source.kind} "…" labels "…"\`.`,
    });
  }
  const labels = await format.read(labelsFile, "labels");
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
  if ((input.fields.length > 0 && ofPixels) || !fits(found, input.shape)) {
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
  if (values instanceof Int32Array) {
    throw new FoundError(
      "data_array",
      "The pixels of this file are int32, but only bytes and float32 can be read as pixels.",
      { file, location: { offset: 2 }, help: "Write the file again with bytes from 0 to 255." },
    );
  }
  if (values instanceof Uint8Array) return pixelsOf(values, input.range);
  demandFinite(array, product(found), noun, file);
  return ofPixels ? scalePixels(values, input.range) : values;
}
