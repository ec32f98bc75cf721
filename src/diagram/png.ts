import { createRequire } from "node:module";

export interface PngOptions {
  /** Pixels of the image for each px of the drawing; 2 by default. */
  readonly scale?: number;
}

/** The faces that every machine gets the same picture with. */
const FACES = ["400Regular/Arimo_400Regular.ttf", "700Bold/Arimo_700Bold.ttf"];

/** Renders an SVG as PNG with the shipped font, whatever fonts the machine has. Node only. */
export async function toPng(svg: string, { scale = 2 }: PngOptions = {}): Promise<Uint8Array> {
  const { Resvg } = await import("@resvg/resvg-js");
  const require = createRequire(import.meta.url);
  const renderer = new Resvg(svg, {
    fitTo: { mode: "zoom", value: scale },
    font: {
      loadSystemFonts: false,
      fontFiles: FACES.map((face) => require.resolve(`@expo-google-fonts/arimo/${face}`)),
      defaultFontFamily: "Arimo",
      sansSerifFamily: "Arimo",
    },
  });
  return renderer.render().asPng();
}
