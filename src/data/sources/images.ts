import { extname, relative } from "node:path";
import { FoundError } from "../../diagnostics/found-error.ts";
import { nearest } from "../../diagnostics/suggest.ts";
import { type FolderEntry, listFolder, readBytes, resolvePath } from "../../host/input.ts";
import { writeOutput } from "../../host/output.ts";
import type { CheckedNet } from "../../ir/net.ts";
import type { DataSource } from "../../ir/program.ts";
import { formatShape, product, type Shape } from "../../shape/shape.ts";
import type { Dataset } from "../dataset.ts";
import { COPY_AGAIN, type DecodedImage, ImageFault, type ImageHeader } from "../formats/image-format.ts";
import { decodeJpeg, isJpeg, jpegHeader } from "../formats/jpeg.ts";
import { scalePixels } from "../formats/pixels.ts";
import { decodePng, decodePngNumbers, encodeGrayPng, isPng, pngHeader } from "../formats/png.ts";
import { assemble, describeInput, onlyWants, purpose, quoted, type WantedHead, wantsOf } from "../wants.ts";

const EXTENSIONS = [".png", ".jpg", ".jpeg"];

/**
 * Images from a folder. Where the net tells classes apart, the folder holds one folder for each class, by the class's
 * name, and examples come class by class in the task's order, and by file name in each. Where it finds regions, each
 * image has a mask of its name in the folder `masks`. Where nothing needs labels, images lie in the folder or in folders
 * below it. Hidden files are left out.
 *
 * @throws FoundError where folders and classes don't match, a folder is empty, or a file isn't an image that fits
 */
export async function loadImages(source: DataSource, net: CheckedNet, folder: string): Promise<Dataset> {
  const root = resolvePath(folder, source.arguments[0]!.text);
  const wants = wantsOf(net, root);
  const [input, head] = onlyWants(wants, root);
  const { shape } = input;
  if (head && head.task.kind !== "classify" && head.task.kind !== "segment") {
    throw new FoundError(
      "data_mismatch",
      `A folder of images says the class of each image, but the task \`${head.task.name}\` ${purpose(head.task)}.`,
      { file: root, help: "Use a net whose task is `classify`, or a `csv` with a column of images." },
    );
  }
  if (input.fields.length > 0) {
    throw new FoundError(
      "data_mismatch",
      `This folder is to feed images, but the net \`${net.name}\` takes ${describeInput(input)}.`,
      { file: root, help: "Use a net that begins with `input image`." },
    );
  }
  checkImageShape(shape, root);
  const masks = source.arguments[1] && resolvePath(folder, source.arguments[1].text);
  if (masks !== undefined && head?.task.kind !== "segment") {
    throw new FoundError(
      "data_mismatch",
      "Masks say which region each pixel belongs to, and no task of this net asks for that.",
      {
        file: masks,
        help: "Take `masks` out, or use a net whose task is `segment`.",
      },
    );
  }
  const { files, targets, names } = await examplesIn(root, head, masks);
  const values = product(shape);
  const inputs = new Float32Array(files.length * values);
  for (const [example, file] of files.entries()) {
    inputs.set(await readImage(file.path, shape), example * values);
  }
  scalePixels(inputs, input.range);
  return assemble(wants, files.length, [inputs], targets ? [targets] : [], names);
}

interface Examples {
  readonly files: readonly FolderEntry[];
  readonly names: readonly string[];
  readonly targets?: Int32Array;
}

async function examplesIn(
  root: string,
  head: WantedHead | undefined,
  masks: string | undefined,
): Promise<Examples> {
  if (head?.task.kind === "segment") return withMasks(root, head, head.task, masks);
  if (head?.task.kind !== "classify") {
    const files = await imagesBelow(root);
    return { files, names: files.map(({ path }) => relative(root, path)) };
  }
  const { classes, name } = head.task;
  const entries = await listFolder(root, "one folder of images for each class");
  const files: FolderEntry[] = [];
  const targets: number[] = [];
  for (const [index, classFolder] of classFolders(entries, classes, name, root).entries()) {
    const inClass = await imageFiles(classFolder);
    files.push(...inClass);
    for (let i = 0; i < inClass.length; i++) targets.push(index);
  }
  return {
    files,
    targets: Int32Array.from(targets),
    names: files.map((file, example) => `${classes[targets[example]!]}/${file.name}`),
  };
}

async function withMasks(
  root: string,
  { shape }: WantedHead,
  task: { readonly name: string; readonly classes: readonly string[] },
  masks: string | undefined,
): Promise<Examples> {
  if (masks === undefined) {
    throw new FoundError("data_mask", `Nothing says where the regions of the task \`${task.name}\` are.`, {
      file: root,
      help: 'Name the folder of their masks: `images "photos" masks "masks"`.',
    });
  }
  const files = await imagesBelow(root);
  const known = new Map(
    (await imagesBelow(masks)).map((entry) => [stem(relative(masks, entry.path)), entry]),
  );
  const places = shape.slice(0, -1);
  const each = product(places);
  const targets = new Int32Array(files.length * each);
  const names = files.map(({ path }) => relative(root, path));
  for (const [example, name] of names.entries()) {
    const mask = known.get(stem(name));
    if (!mask) {
      throw new FoundError("data_mask", `The image \`${name}\` has no mask of its name here.`, {
        file: masks,
        help: `Put \`${stem(name)}.png\` there, or take the image out.`,
      });
    }
    targets.set(await readMask(mask.path, places, task.classes), example * each);
  }
  return { files, targets, names };
}

const stem = (path: string) => path.slice(0, path.length - extname(path).length);

/** All images in a folder and the folders below it, in the order of their paths. */
async function imagesBelow(root: string): Promise<readonly FolderEntry[]> {
  const found: FolderEntry[] = [];
  for (const entry of await listFolder(root, "images")) {
    if (entry.isFolder) found.push(...(await imagesBelow(entry.path)));
    else found.push(demandImage(entry));
  }
  if (found.length === 0)
    throw new FoundError("data_folder", "This folder holds no images.", {
      file: root,
      help: "Put some there.",
    });
  return found;
}

function demandImage(entry: FolderEntry): FolderEntry {
  if (EXTENSIONS.includes(extname(entry.name).toLowerCase())) return entry;
  throw new FoundError(
    "data_image",
    "This is not a PNG or JPEG file, and nothing else can be read as an image.",
    {
      file: entry.path,
      help: "Save it as PNG, or move it out of here.",
    },
  );
}

/** The folder of each class, in the order of the classes. Names are compared in Unicode's composed form. */
function classFolders(
  entries: readonly FolderEntry[],
  classes: readonly string[],
  task: string,
  root: string,
): readonly FolderEntry[] {
  const byClass = new Map<string, FolderEntry>();
  const missing = () => classes.filter((name) => !byClass.has(name.normalize("NFC")));
  const strangers: FolderEntry[] = [];
  for (const entry of entries) {
    if (!entry.isFolder) {
      throw new FoundError(
        "data_folder",
        "This file lies beside the folders of the classes, so it belongs to no class.",
        {
          file: entry.path,
          help: "Move it into the folder of its class, or out of here.",
        },
      );
    }
    const name = entry.name.normalize("NFC");
    if (classes.some((known) => known.normalize("NFC") === name)) byClass.set(name, entry);
    else strangers.push(entry);
  }
  const stranger = strangers[0];
  if (stranger !== undefined) {
    const near = nearest(stranger.name, missing());
    throw new FoundError(
      "data_folder",
      `The folder \`${stranger.name}\` is not a class of the task \`${task}\`, whose classes are ${quoted(classes)}.`,
      {
        file: stranger.path,
        help:
          near === undefined
            ? "Add the class to the task, or move the folder out of here."
            : `Did you mean \`${near}\`? Then rename the folder.`,
      },
    );
  }
  const [absent] = missing();
  if (absent !== undefined) {
    throw new FoundError(
      "data_folder",
      `There is no folder for the class \`${absent}\` of the task \`${task}\`.`,
      {
        file: root,
        help: `Make the folder \`${absent}\` and put its images there, or take the class out of the task.`,
      },
    );
  }
  return classes.map((name) => byClass.get(name.normalize("NFC"))!);
}

async function imageFiles(folder: FolderEntry): Promise<readonly FolderEntry[]> {
  const entries = await listFolder(folder.path, "images");
  for (const entry of entries) {
    if (entry.isFolder) {
      throw new FoundError(
        "data_folder",
        "This folder lies in the folder of a class, where only images are expected.",
        {
          file: entry.path,
          help: "Move its images up into the folder of the class.",
        },
      );
    }
    demandImage(entry);
  }
  if (entries.length === 0) {
    throw new FoundError("data_folder", `The folder of the class \`${folder.name}\` holds no images.`, {
      file: folder.path,
      help: "Put its images there, or take the class out of the task.",
    });
  }
  return entries;
}

/**
 * Reads a PNG or JPEG file as a net takes it; its content tells which of the two it is, not its name.
 *
 * Numbers are from 0 to 1. Where the net has one channel, colours become grey by their luminance (ITU-R BT.601:
 * 0.299 red + 0.587 green + 0.114 blue); where it has three, grey is repeated. Size is compared before a pixel is
 * decoded, so that a header that claims a huge image costs nothing.
 *
 * @param shape `[height, width, 1]` or `[height, width, 3]`
 * @returns height × width × channels numbers
 * @throws FoundError where it is missing, damaged, of another size, or partly transparent
 */
export async function readImage(path: string, shape: Shape): Promise<Float32Array> {
  checkImageShape(shape, path);
  const bytes = await readBytes(path, "an image");
  const format = isPng(bytes)
    ? { name: "PNG", header: pngHeader, decode: decodePng }
    : isJpeg(bytes)
      ? { name: "JPEG", header: jpegHeader, decode: decodeJpeg }
      : undefined;
  if (format === undefined) {
    throw new FoundError(
      "data_image",
      "This is not a PNG or JPEG image: it begins with other bytes than those do.",
      {
        file: path,
        location: { offset: 0 },
        help: "Open it in an image program and save it as PNG.",
      },
    );
  }
  demandSize(
    attempt(path, format.name, () => format.header(bytes)),
    shape,
    path,
  );
  return withChannels(
    attempt(path, format.name, () => format.decode(bytes)),
    shape[2] as 1 | 3,
  );
}

/**
 * Reads a PNG whose pixels are numbers of regions: grey values, or places in its palette. Where there are two regions,
 * white is the second one.
 *
 * @param shape `[height, width]`
 * @throws FoundError where it is missing, damaged, of another size, in colours, or has more regions
 */
export async function readMask(path: string, shape: Shape, regions: readonly string[]): Promise<Int32Array> {
  const bytes = await readBytes(path, "a mask");
  if (!isPng(bytes)) {
    throw new FoundError(
      "data_mask",
      "This is not a PNG image, and a mask of regions can't be read from another one.",
      {
        file: path,
        location: { offset: 0 },
        help: "Save it as PNG in grey or with a palette; JPEG changes the numbers of the regions.",
      },
    );
  }
  const header = attempt(path, "PNG", () => pngHeader(bytes));
  demandSize(header, shape, path);
  const found = attempt(path, "PNG", () => decodePngNumbers(bytes));
  const white = 2 ** header.depth - 1;
  const blackAndWhite = regions.length === 2 && found.every((value) => value === 0 || value === white);
  const numbers = Int32Array.from(found, (value) => (blackAndWhite && value > 0 ? 1 : value));
  const faulty = numbers.findIndex((value) => value >= regions.length);
  if (faulty >= 0) {
    const [row, column] = [Math.floor(faulty / header.width) + 1, (faulty % header.width) + 1];
    throw new FoundError(
      "data_image",
      `The pixel in row ${row}, column ${column} of this mask is ${numbers[faulty]}, but there are ${regions.length} regions, numbered from 0: ${quoted(regions)}.`,
      { file: path, help: "Name every region of these masks in the task, in the order of their numbers." },
    );
  }
  return numbers;
}

function demandSize(header: ImageHeader, shape: Shape, file: string): void {
  const [height, width] = shape as readonly [number, number];
  if (header.height === height && header.width === width) return;
  throw new FoundError(
    "data_mask",
    `This image is ${header.height}×${header.width} (height × width), but the net takes ${height}×${width}.`,
    {
      file,
      help: `Resize or crop it to ${width} pixels wide and ${height} high, or change the net's input.`,
    },
  );
}

function attempt<Result>(file: string, format: string, read: () => Result): Result {
  try {
    return read();
  } catch (cause) {
    // What the decoders of the packages say is meant for programmers.
    const { message, help } =
      cause instanceof ImageFault ? cause : { message: "it is damaged", help: COPY_AGAIN };
    throw new FoundError("data_image", `This ${format} image can't be read: ${message}.`, {
      file,
      help,
      cause,
    });
  }
}

function checkImageShape(shape: Shape, file: string): void {
  if (shape.length === 3 && (shape[2] === 1 || shape[2] === 3)) return;
  throw new FoundError(
    "data_mismatch",
    `The net takes ${formatShape(shape)}, but a PNG or JPEG image has a height, a width and 1 or 3 channels.`,
    { file, help: "Use a net whose input is an image, such as `input image 28x28x1`." },
  );
}

function withChannels({ pixels, channels, height, width }: DecodedImage, wanted: 1 | 3): Float32Array {
  if (channels === wanted) return pixels;
  const count = height * width;
  if (wanted === 3) return Float32Array.from({ length: 3 * count }, (_, i) => pixels[Math.floor(i / 3)]!);
  return Float32Array.from(
    { length: count },
    (_, i) => 0.299 * pixels[3 * i]! + 0.587 * pixels[3 * i + 1]! + 0.114 * pixels[3 * i + 2]!,
  );
}

/**
 * Writes a grey PNG, to a temporary name first.
 *
 * @param pixels height × width numbers from 0 (black) to 1 (white); what lies outside is clipped
 */
export async function writeGrayPng(
  file: string,
  pixels: ArrayLike<number>,
  height: number,
  width: number,
): Promise<void> {
  await writeOutput(file, encodeGrayPng(pixels, height, width));
}
