/** Pixels of the image for each px of the drawing. */
const SCALE = 2;
/** Most pixels of a side that every browser draws. */
const LONGEST = 16_000;

/** An SVG as a bitmap: what this browser makes of it, at twice its size or as large as it can. */
export async function toPng(svg: Uint8Array<ArrayBuffer>): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const scale = Math.min(SCALE, LONGEST / Math.max(image.naturalWidth, image.naturalHeight, 1));
    const canvas = new OffscreenCanvas(
      Math.max(1, Math.round(image.naturalWidth * scale)),
      Math.max(1, Math.round(image.naturalHeight * scale)),
    );
    const context = canvas.getContext("2d");
    if (!context) throw new Error("this browser can't draw so large a bitmap");
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await canvas.convertToBlob({ type: "image/png" });
  } finally {
    URL.revokeObjectURL(address);
  }
}
