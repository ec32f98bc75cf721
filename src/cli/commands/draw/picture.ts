import { extname } from "node:path";
import { type Scene, type Theme, textSize, toSvg } from "../../../diagram/index.ts";
import { writeOutput } from "../../../host/output.ts";
import { accessFailure, Failure } from "../../terminal/failure.ts";
import { printError, printRaw } from "../../terminal/terminal.ts";
import type { PartLoader } from "./parts.ts";

export interface PictureOptions {
  readonly theme: Theme;
  /** Pixels of a bitmap for each px of the drawing. */
  readonly scale: number;
}

type Encoder = (scene: Scene, options: PictureOptions, load: PartLoader) => string | Promise<Uint8Array>;

/** How each type of file is written. What a type needs is loaded with its first picture. */
const encoders: { readonly [extension: string]: Encoder } = {
  ".svg": (scene, { theme }) => toSvg(scene, theme),
  ".png": async (scene, { theme, scale }, load) => (await load("png")).toPng(toSvg(scene, theme), { scale }),
  ".pdf": async (scene, { theme }, load) => (await load("pdf")).toPdf(scene, theme),
  ".pptx": async (scene, { theme }, load) => (await load("pptx")).toPptx(scene, theme),
};

/** A Failure where pictures can't be written into a file of this name. */
export function demandPicture(file: string): void {
  encoderOf(file);
}

function encoderOf(file: string): Encoder {
  const encoder = encoders[extname(file).toLowerCase()];
  if (encoder) return encoder;
  const types = Object.keys(encoders);
  throw new Failure(`${file}: pictures are written as ${types.slice(0, -1).join(", ")} or ${types.at(-1)}`);
}

/** Smallest text that is fit to print, in points. */
const SMALLEST = 6;

/** Writes a scene as the file's name says; without a file, as SVG to standard output. */
export async function writePicture(
  scene: Scene,
  file: string | undefined,
  options: PictureOptions,
  load: PartLoader,
): Promise<void> {
  if (file === undefined) {
    printRaw(toSvg(scene, options.theme));
    return;
  }
  try {
    await writeOutput(file, await encoderOf(file)(scene, options, load));
  } catch (error) {
    throw accessFailure(file, error);
  }
  printError(`${scene.title}: ${file}`);
  const size = textSize(scene);
  if (scene.print && size < SMALLEST)
    printError(`  its text is ${size.toFixed(1)} pt at this width; journals ask for ${SMALLEST} or more`);
}
