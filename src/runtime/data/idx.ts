import { gunzipSync } from "node:zlib";
import type { CheckedNet } from "../../ir/net.ts";
import type { DataSource } from "../../ir/program.ts";
import { formatShape, product, type Shape, sameShape } from "../../shape/shape.ts";
import type { Dataset } from "./dataset.ts";
import { DataError } from "./error.ts";
import { readBytes, resolvePath } from "./files.ts";
import { describeInput, plural, purpose, type Wants, wantsOf } from "./wants.ts";

/** A file with more bytes than this, once unpacked, is refused: a small `.gz` can hold any number. */
const MAX_UNPACKED = 2 ** 31 - 1;

const ELEMENT_TYPES: { readonly [code: number]: { readonly name: string; readonly bytes: number } } = {
  8: { name: "bytes", bytes: 1 },
  12: { name: "int32", bytes: 4 },
  13: { name: "float32", bytes: 4 },
};

/** The array of numbers that an IDX file holds. */
export interface IdxArray {
  /** The first is the number of examples. */
  readonly sizes: readonly number[];
  /** In row-major order; bytes, int32 or float32 as the file stores them. */
  readonly values: Uint8Array | Int32Array | Float32Array;
  /** Where the first value stands in the (unpacked) file, in bytes. */
  readonly dataOffset: number;
}

/**
 * Images and labels from two IDX files. Pixels that are stored as bytes are divided by 255; float32 pixels are
 * taken as they are. Labels 0 … K − 1 are the task's classes in their order.
 *
 * @throws DataError where a file is missing or faulty, or doesn't fit the net
 */
export async function loadIdx(source: DataSource, net: CheckedNet, folder: string): Promise<Dataset> {
  const [imagesFile, labelsFile] = source.arguments.map((argument) => resolvePath(folder, argument.text)) as [
    string,
    string,
  ];
  const wants = wantsOf(net, imagesFile);
  const images = await readIdx(imagesFile, "images");
  const inputs = imageInputs(images, wants, imagesFile);
  const labels = await readIdx(labelsFile, "labels");
  const targets = labelTargets(labels, wants, labelsFile);
  const size = images.sizes[0]!;
  if (targets.length !== size) {
    throw new DataError(
      `This file holds ${plural(targets.length, "label")}, but ${imagesFile} holds ${plural(size, "image")}: each image needs one label.`,
      {
        file: labelsFile,
        help: "Name the two files that belong together, for example both of `train` or both of `t10k`.",
      },
    );
  }
  return { size, shape: wants.shape, inputs, targets };
}

/**
 * Reads an IDX file, packed by gzip or not.
 *
 * @param what what it is to hold, for messages
 */
export async function readIdx(file: string, what: string): Promise<IdxArray> {
  return parseIdx(unpack(await readBytes(file, `${what} in the IDX format`), file), file);
}

function unpack(bytes: Uint8Array, file: string): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_UNPACKED });
  } catch (cause) {
    const tooLarge = cause instanceof RangeError;
    throw new DataError(
      tooLarge
        ? "This gzip file holds more than 2 GiB, which is more than can be loaded."
        : "This gzip file is cut off or damaged: it can't be unpacked.",
      { file, help: tooLarge ? "Use fewer examples." : "Download or copy it again.", cause },
    );
  }
}

/**
 * Reads the IDX format: two bytes 0, one byte for the type of the elements (8 bytes, 12 int32, 13 float32), one for
 * the number of dimensions, then their sizes as big-endian uint32, then the elements in row-major order, big-endian
 * (LeCun, Cortes and Burges, "The MNIST database of handwritten digits", section on file formats).
 *
 * @throws DataError unless the file is exactly as long as its header says
 */
export function parseIdx(bytes: Uint8Array, file: string): IdxArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const begins = Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, "0")).join(" ");
  const dimensions = bytes[3] ?? 0;
  if (bytes.length < 4 || bytes[0] !== 0 || bytes[1] !== 0 || dimensions === 0) {
    throw new DataError(
      `This is not an IDX file: it begins with the bytes ${begins}, where 00 00 08 03 is expected for images and 00 00 08 01 for labels.`,
      { file, location: { offset: 0 }, help: "Name an IDX file, such as MNIST's `train-images-idx3-ubyte`." },
    );
  }
  const type = ELEMENT_TYPES[bytes[2]!];
  if (type === undefined) {
    throw new DataError(
      `The numbers of this IDX file have the type code ${bytes[2]}, but only 8 (bytes), 12 (int32) and 13 (float32) can be read.`,
      { file, location: { offset: 2 }, help: "Write the file again with bytes from 0 to 255." },
    );
  }
  const dataOffset = 4 + 4 * dimensions;
  if (bytes.length < dataOffset) {
    throw new DataError(
      `This IDX file is cut off: its header of ${plural(dimensions, "dimension")} takes ${dataOffset} bytes, but the file ends after ${bytes.length}.`,
      { file, location: { offset: bytes.length }, help: "Download or copy it again." },
    );
  }
  const sizes = Array.from({ length: dimensions }, (_, axis) => view.getUint32(4 + 4 * axis));
  const expected = dataOffset + product(sizes) * type.bytes;
  if (bytes.length !== expected) {
    const cut = bytes.length < expected;
    throw new DataError(
      `This IDX file ${cut ? "is cut off" : "is too long"}: for ${formatShape(sizes)} ${type.name} it must have ${expected} bytes, but it has ${bytes.length}.`,
      { file, location: { offset: Math.min(bytes.length, expected) }, help: "Download or copy it again." },
    );
  }
  if (product(sizes) === 0) {
    throw new DataError(`This IDX file holds no numbers: its sizes are ${formatShape(sizes)}.`, {
      file,
      location: { offset: 4 },
      help: "Name a file that holds examples.",
    });
  }
  return { sizes, dataOffset, values: elements(view, bytes, dataOffset, type.name) };
}

function elements(view: DataView, bytes: Uint8Array, offset: number, type: string): IdxArray["values"] {
  if (type === "bytes") return bytes.subarray(offset);
  const count = (bytes.length - offset) / 4;
  return type === "int32"
    ? Int32Array.from({ length: count }, (_, i) => view.getInt32(offset + 4 * i))
    : Float32Array.from({ length: count }, (_, i) => view.getFloat32(offset + 4 * i));
}

function imageInputs(images: IdxArray, wants: Wants, file: string): Float32Array {
  const { sizes, values } = images;
  const found = sizes.slice(1);
  if (found.length === 0) {
    throw new DataError(
      "This IDX file holds a single row of numbers, as labels are stored, but images are expected here.",
      {
        file,
        location: { offset: 3 },
        help: "Put the file of images first and the file of labels after `labels`.",
      },
    );
  }
  if (wants.fields.length > 0 || !(sameShape(found, wants.shape) || sameShape([...found, 1], wants.shape))) {
    throw new DataError(
      `The images of this file are ${formatShape(imageShape(found))}, but the net \`${wants.net}\` takes ${describeInput(wants)}.`,
      {
        file,
        location: { offset: 8 },
        help:
          found.length > 3
            ? "Use data that fit the net."
            : `Write \`input image ${imageShape(found).join("x")}\` in the net, or use images that fit it.`,
      },
    );
  }
  if (values instanceof Int32Array) {
    throw new DataError(
      "The pixels of this file are int32, but only bytes and float32 can be read as pixels.",
      {
        file,
        location: { offset: 2 },
        help: "Write the file again with bytes from 0 to 255.",
      },
    );
  }
  if (values instanceof Uint8Array) return Float32Array.from(values, (byte) => byte / 255);
  const faulty = values.findIndex((value) => !Number.isFinite(value));
  if (faulty >= 0) {
    const example = Math.floor(faulty / product(found)) + 1;
    throw new DataError(`Image ${example} holds ${values[faulty]} where a number is expected.`, {
      file,
      location: { offset: images.dataOffset + 4 * faulty, example },
      help: "Write the file again without that image.",
    });
  }
  return values;
}

function imageShape(found: Shape): Shape {
  return found.length === 2 ? [...found, 1] : found;
}

function labelTargets(labels: IdxArray, wants: Wants, file: string): Int32Array {
  const { task } = wants;
  if (task.kind !== "classify") {
    throw new DataError(
      `Labels of an IDX file are numbers of classes, but the task \`${task.name}\` ${purpose(task)}.`,
      { file, help: "Use a net whose task is `classify`, or data from a `csv` file." },
    );
  }
  if (labels.sizes.length !== 1) {
    throw new DataError(
      `This IDX file has ${labels.sizes.length} dimensions (${formatShape(labels.sizes)}), as images have, but labels are a single row of numbers.`,
      {
        file,
        location: { offset: 3 },
        help: "Put the file of images first and the file of labels after `labels`.",
      },
    );
  }
  const classes = task.classes.length;
  const faulty = labels.values.findIndex(
    (label: number) => !(Number.isInteger(label) && label >= 0 && label < classes),
  );
  if (faulty >= 0) {
    throw new DataError(
      `Label ${faulty + 1} is ${labels.values[faulty]}, but the task \`${task.name}\` has ${plural(classes, "class", "classes")}, so labels are whole numbers from 0 to ${classes - 1}.`,
      {
        file,
        location: {
          offset: labels.dataOffset + faulty * labels.values.BYTES_PER_ELEMENT,
          example: faulty + 1,
        },
        help: "Name every class of these data in the task, in the order of their numbers.",
      },
    );
  }
  return Int32Array.from(labels.values);
}

/** The bytes of an IDX file whose elements are bytes. `sizes` must multiply to their number. */
export function encodeIdx(sizes: readonly number[], values: Uint8Array): Uint8Array {
  if (product(sizes) !== values.length) throw new RangeError(`${formatShape(sizes)} is not ${values.length}`);
  const header = 4 + 4 * sizes.length;
  const bytes = new Uint8Array(header + values.length);
  const view = new DataView(bytes.buffer);
  bytes[2] = 8;
  bytes[3] = sizes.length;
  for (const [axis, size] of sizes.entries()) view.setUint32(4 + 4 * axis, size);
  bytes.set(values, header);
  return bytes;
}
