import type { Scene } from "../scene/scene.ts";
import { type Theme, themes } from "../scene/theme.ts";
import type { MachineFaces } from "./fonts/machine.ts";
import { fontFiles, shippedFaces } from "./fonts/shipped.ts";
import { pdfOf } from "./pdf-document.ts";

export { facesFor } from "./fonts/machine.ts";

/**
 * A scene as a PDF of one page: vectors, and live text in the shipped font, which is embedded. Node only.
 *
 * @param faces faces for what the shipped one lacks
 */
export async function toPdf(
  scene: Scene,
  theme: Theme = themes.light,
  faces: MachineFaces["faces"] = [],
): Promise<Uint8Array> {
  const files = fontFiles();
  const shipped = (file: string) => ({ file, has: (code: number) => shippedFaces()[file]!.has(code) });
  const fonts = { regular: shipped(files.regular), bold: shipped(files.bold), others: faces };
  return pdfOf(scene, theme, fonts);
}
