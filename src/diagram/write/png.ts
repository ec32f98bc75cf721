import { fontFiles } from "./font-files.ts";

export interface PngOptions {
  /** Pixels of the image for each px of the drawing; 2 by default. */
  readonly scale?: number;
}

/** Renders an SVG as PNG with the shipped font, whatever fonts the machine has. Node only. */
export async function toPng(svg: string, { scale = 2 }: PngOptions = {}): Promise<Uint8Array> {
  const { Resvg } = await import("@resvg/resvg-js");
  const renderer = new Resvg(svg, {
    fitTo: { mode: "zoom", value: scale },
    font: {
      loadSystemFonts: false,
      fontFiles: Object.values(fontFiles()),
      defaultFontFamily: "Arimo",
      sansSerifFamily: "Arimo",
    },
  });
  return renderer.render().asPng();
}
