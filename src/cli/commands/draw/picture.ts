import { extname } from "node:path";
import { cleaned } from "../../../diagnostics/shown.ts";
import { type Scene, type Theme, textSize, toSvg } from "../../../diagram/index.ts";
import { writeOutput } from "../../../host/output.ts";
import { digits } from "../../../shape/shape.ts";
import { accessFailure, Failure } from "../../terminal/failure.ts";
import { printError, printRaw } from "../../terminal/terminal.ts";
import type { DrawParts, PartLoader } from "./parts.ts";

export interface PictureOptions {
  readonly theme: Theme;
  /** Pixels of a bitmap for each px of the drawing. */
  readonly scale: number;
}

/** The bytes of a picture, and the characters that it shows as boxes. */
interface Written {
  readonly content: string | Uint8Array;
  readonly missing?: readonly string[];
}

type Encoder = (scene: Scene, options: PictureOptions, load: PartLoader) => Promise<Written>;

/** How each type of file is written. What a type needs is loaded with its first picture. */
const encoders: { readonly [extension: string]: Encoder } = {
  ".svg": async (scene, { theme }) => ({ content: toSvg(scene, theme) }),
  ".png": async (scene, { theme, scale }, load) => {
    const png = await load("png");
    demandSize(png, scene, scale);
    const { faces, missing } = png.facesFor(scene);
    return { content: await png.toPng(toSvg(scene, theme), { scale, faces }), missing };
  },
  ".pdf": async (scene, { theme }, load) => {
    const pdf = await load("pdf");
    const { faces, missing } = pdf.facesFor(scene);
    return { content: await pdf.toPdf(scene, theme, faces), missing };
  },
  ".pptx": async (scene, { theme }, load) => ({ content: (await load("pptx")).toPptx(scene, theme) }),
};

/** A Failure where a bitmap would be too large, or nothing at all. */
function demandSize({ wrongSize, MOST_PIXELS }: DrawParts["png"], scene: Scene, scale: number): void {
  const wrong = wrongSize(scene, scale);
  if (!wrong) return;
  const { width, height, smallest, largest } = wrong;
  const large = width * height > MOST_PIXELS;
  const size = large ? `${digits(width)} × ${digits(height)} pixels` : "no pixel along a side";
  throw new Failure(
    `at \`--scale ${scale}\` the PNG would have ${size}${large ? `; at most ${digits(MOST_PIXELS)} are drawn` : ""}`,
    {
      help: large
        ? `\`--scale ${largest}\` is the largest that works; SVG and PDF have no limit`
        : `\`--scale ${smallest}\` is the smallest that works`,
    },
  );
}

/** A Failure where pictures can't be written into a file of this name. */
export function demandPicture(file: string): void {
  encoderOf(file);
}

function encoderOf(file: string): Encoder {
  const encoder = encoders[extname(file).toLowerCase()];
  if (encoder) return encoder;
  const types = Object.keys(encoders);
  throw new Failure(
    `${cleaned(file)}: pictures are written as ${types.slice(0, -1).join(", ")} or ${types.at(-1)}`,
  );
}

/** Smallest text that is fit to print, in points. */
const SMALLEST = 6;

/** Most characters that are named. */
const MOST_NAMED = 12;

function sayMissing(missing: readonly string[]): string {
  const named = missing.slice(0, MOST_NAMED).map((character) => `\`${cleaned(character)}\``);
  const more = missing.length - named.length;
  const all = more > 0 ? `${named.join(", ")} and ${more} more` : named.join(", ");
  const them = missing.length > 1 ? "them" : "it";
  return `${all} can't be drawn: no font of this machine has ${them}; install one, or draw an SVG, which takes its reader's fonts`;
}

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
  const { content, missing = [] } = await encoderOf(file)(scene, options, load);
  try {
    await writeOutput(file, content);
  } catch (error) {
    throw accessFailure(file, error);
  }
  printError(`${cleaned(scene.title)}: ${cleaned(file)}`);
  if (missing.length > 0) printError(`  ${sayMissing(missing)}`);
  const size = textSize(scene);
  if (scene.print && size < SMALLEST)
    printError(`  its text is ${size.toFixed(1)} pt at this width; journals ask for ${SMALLEST} or more`);
}
