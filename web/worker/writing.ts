import { toSvg } from "../../src/diagram/index.ts";
import { toPptx } from "../../src/diagram/write/pptx/pptx.ts";
import { sceneOf, themeOf } from "./drawing.ts";
import type { FileType, Wish } from "./messages.ts";
import { compiled, netOf } from "./seeing.ts";

/** A picture as a file: the bytes that `cnnc draw` writes for the same net with the same options. */
export async function written(wish: Wish, type: FileType): Promise<Uint8Array<ArrayBuffer>> {
  const compilation = compiled(wish);
  const net = netOf(compilation, wish.net);
  if (!net) throw new Error("the file holds no net");
  const { room: _, ...drawing } = wish.drawing;
  // A slide has its size before anything is on it.
  const width = drawing.width ?? (type === "pptx" ? "slide" : undefined);
  const scene = sceneOf(net, compilation, drawing, width);
  if ("refusal" in scene) throw new Error(`this view can't draw \`${net.name}\`: ${scene.refusal}`);
  const theme = themeOf(drawing);
  switch (type) {
    case "svg":
      return new TextEncoder().encode(toSvg(scene, theme));
    case "pptx":
      return new Uint8Array(toPptx(scene, theme));
    case "pdf": {
      const { inPdf } = await import("./pdf.ts");
      return inPdf(scene, theme);
    }
  }
}
