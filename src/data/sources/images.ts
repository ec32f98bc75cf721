import { extname, relative } from "node:path";
import { FoundError } from "../../diagnostics/found-error.ts";
import { nearest } from "../../diagnostics/suggest.ts";
import { type FolderEntry, listFolder, resolvePath } from "../../host/input.ts";
import { writeOutput } from "../../host/output.ts";
import type { CheckedNet } from "../../ir/net.ts";
import type { DataSource } from "../../ir/program.ts";
import { product } from "../../shape/shape.ts";
import { encodeGrayPng } from "../formats/png.ts";
import { extensionsOf, formatNames } from "../formats/registry.ts";
import { pixelsFor } from "../numbers.ts";
import { type Loaded, type RegionNames, readingsOf } from "../reading.ts";
import { checkImageShape, readImage, readMask } from "./image-files.ts";

export { readImage } from "./image-files.ts";

import { assemble, describeInput, onlyWants, purpose, quoted, type WantedHead, wantsOf } from "../wants.ts";

/**
 * Images from a folder. Where the net tells classes apart, the folder holds one folder for each class, by the class's
 * name, and examples come class by class in the task's order, and by file name in each. Where it finds regions, each
 * image has a mask of its name in the folder `masks`. Where nothing needs labels, images lie in the folder or in folders
 * below it. Hidden files are left out.
 *
 * @throws FoundError where folders and classes don't match, a folder is empty, or a file isn't an image that fits
 */
export async function loadImages(source: DataSource, net: CheckedNet, folder: string): Promise<Loaded> {
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
  const regions = source.options.regions as RegionNames | undefined;
  const { files, targets, names } = await examplesIn(root, head, masks, regions);
  const values = product(shape);
  const inputs = new Float32Array(files.length * values);
  for (const [example, file] of files.entries()) {
    inputs.set(await readImage(file.path, shape), example * values);
  }
  pixelsFor(input, inputs);
  return {
    dataset: assemble(wants, files.length, [inputs], targets ? [targets] : [], names),
    reading: {
      inputs: readingsOf(wants.inputs),
      heads: head ? [{ name: head.name, ...(regions ? { regions } : {}) }] : [],
    },
  };
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
  regions: RegionNames | undefined,
): Promise<Examples> {
  if (head?.task.kind === "segment") return withMasks(root, head, head.task, masks, regions);
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
  regions: RegionNames | undefined,
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
    targets.set(await readMask(mask.path, places, task.classes, regions), example * each);
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
  if (extensionsOf("image").includes(extname(entry.name).toLowerCase())) return entry;
  throw new FoundError(
    "data_image",
    `This is not a ${formatNames("image")} file, and nothing else can be read as an image.`,
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
