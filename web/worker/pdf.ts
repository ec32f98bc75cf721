import regular from "@expo-google-fonts/arimo/400Regular/Arimo_400Regular.ttf?url";
import bold from "@expo-google-fonts/arimo/700Bold/Arimo_700Bold.ttf?url";
import { isMeasured, type Scene, type Theme } from "../../src/diagram/index.ts";
import { type PdfFace, pdfOf } from "../../src/diagram/write/pdf-document.ts";

/** A picture as a PDF, in the font that comes with cnnc. What that lacks is shown as boxes: a page has no other fonts to embed. */
export async function inPdf(scene: Scene, theme: Theme): Promise<Uint8Array<ArrayBuffer>> {
  const [plain, strong] = await Promise.all([regular, bold].map(faceAt));
  return new Uint8Array(await pdfOf(scene, theme, { regular: plain!, bold: strong!, others: [] }));
}

async function faceAt(address: string): Promise<PdfFace> {
  const response = await fetch(new URL(address, import.meta.url));
  if (!response.ok) throw new Error("its font can't be loaded");
  const file = new Uint8Array(await response.arrayBuffer());
  return { file, has: (code) => isMeasured(String.fromCodePoint(code)) };
}
