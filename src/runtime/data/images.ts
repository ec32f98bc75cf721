import { extname } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { nearest } from "../../diagnostics/suggest.ts";
import type { CheckedNet } from "../../ir/net.ts";
import type { DataSource } from "../../ir/program.ts";
import { formatShape, product, type Shape } from "../../shape/shape.ts";
import type { Dataset } from "./dataset.ts";
import { DataError } from "./error.ts";
import { type FolderEntry, listFolder, readBytes, resolvePath } from "./files.ts";
import { COPY_AGAIN, type DecodedImage, ImageFault } from "./image-format.ts";
import { decodeJpeg, isJpeg, jpegHeader } from "./jpeg.ts";
import { decodePng, encodeGrayPng, isPng, pngHeader } from "./png.ts";
import { describeInput, purpose, quoted, wantsOf } from "./wants.ts";

const EXTENSIONS = [".png", ".jpg", ".jpeg"];

/**
 * Images from a folder that holds one folder for each class of the net's task, by the class's name. Examples come
 * class by class in the task's order, and by file name in each. Hidden files are left out.
 *
 * @throws DataError where folders and classes don't match, a folder is empty, or a file isn't an image that fits
 */
export async function loadImages(source: DataSource, net: CheckedNet, folder: string): Promise<Dataset> {
  const root = resolvePath(folder, source.arguments[0]!.text);
  const wants = wantsOf(net, root);
  const { task, shape } = wants;
  if (task.kind !== "classify") {
    throw new DataError(
      `A folder of images says the class of each image, but the task \`${task.name}\` ${purpose(task)}.`,
      { file: root, help: "Use a net whose task is `classify`." },
    );
  }
  if (wants.fields.length > 0) {
    throw new DataError(
      `This folder is to feed images, but the net \`${net.name}\` takes ${describeInput(wants)}.`,
      { file: root, help: "Use a net that begins with `input image`." },
    );
  }
  checkImageShape(shape, root);

  const folders = classFolders(
    await listFolder(root, "one folder of images for each class"),
    task.classes,
    task.name,
    root,
  );
  const files: FolderEntry[] = [];
  const targets: number[] = [];
  for (const [index, classFolder] of folders.entries()) {
    const inClass = await imageFiles(classFolder);
    files.push(...inClass);
    for (let i = 0; i < inClass.length; i++) targets.push(index);
  }
  const values = product(shape);
  const inputs = new Float32Array(files.length * values);
  for (const [example, file] of files.entries()) {
    inputs.set(await readImage(file.path, shape), example * values);
  }
  return {
    size: files.length,
    shape,
    inputs,
    targets: Int32Array.from(targets),
    names: files.map((file, example) => `${task.classes[targets[example]!]}/${file.name}`),
  };
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
      throw new DataError("This file lies beside the folders of the classes, so it belongs to no class.", {
        file: entry.path,
        help: "Move it into the folder of its class, or out of here.",
      });
    }
    const name = entry.name.normalize("NFC");
    if (classes.some((known) => known.normalize("NFC") === name)) byClass.set(name, entry);
    else strangers.push(entry);
  }
  const stranger = strangers[0];
  if (stranger !== undefined) {
    const near = nearest(stranger.name, missing());
    throw new DataError(
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
    throw new DataError(`There is no folder for the class \`${absent}\` of the task \`${task}\`.`, {
      file: root,
      help: `Make the folder \`${absent}\` and put its images there, or take the class out of the task.`,
    });
  }
  return classes.map((name) => byClass.get(name.normalize("NFC"))!);
}

async function imageFiles(folder: FolderEntry): Promise<readonly FolderEntry[]> {
  const entries = await listFolder(folder.path, "images");
  for (const entry of entries) {
    if (entry.isFolder) {
      throw new DataError("This folder lies in the folder of a class, where only images are expected.", {
        file: entry.path,
        help: "Move its images up into the folder of the class.",
      });
    }
    if (!EXTENSIONS.includes(extname(entry.name).toLowerCase())) {
      throw new DataError("This is not a PNG or JPEG file, and nothing else can be read as an image.", {
        file: entry.path,
        help: "Save it as PNG, or move it out of here.",
      });
    }
  }
  if (entries.length === 0) {
    throw new DataError(`The folder of the class \`${folder.name}\` holds no images.`, {
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
 * @throws DataError where it is missing, damaged, of another size, or partly transparent
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
    throw new DataError("This is not a PNG or JPEG image: it begins with other bytes than those do.", {
      file: path,
      location: { offset: 0 },
      help: "Open it in an image program and save it as PNG.",
    });
  }
  const [height, width] = shape as readonly [number, number, number];
  const header = attempt(path, format.name, () => format.header(bytes));
  if (header.height !== height || header.width !== width) {
    throw new DataError(
      `This image is ${header.height}×${header.width} (height × width), but the net takes ${height}×${width}.`,
      {
        file: path,
        help: `Resize or crop it to ${width} pixels wide and ${height} high, or change the net's input.`,
      },
    );
  }
  return withChannels(
    attempt(path, format.name, () => format.decode(bytes)),
    shape[2] as 1 | 3,
  );
}

function attempt<Result>(file: string, format: string, read: () => Result): Result {
  try {
    return read();
  } catch (cause) {
    // What the decoders of the packages say is meant for programmers.
    const { message, help } =
      cause instanceof ImageFault ? cause : { message: "it is damaged", help: COPY_AGAIN };
    throw new DataError(`This ${format} image can't be read: ${message}.`, { file, help, cause });
  }
}

function checkImageShape(shape: Shape, file: string): void {
  if (shape.length === 3 && (shape[2] === 1 || shape[2] === 3)) return;
  throw new DataError(
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
  await writeFileAtomic(file, Buffer.from(encodeGrayPng(pixels, height, width)));
}
