/**
 * Brings pixels from 0 (black) to 1 (white) into the range that an input asks for, in place: 0…1 unless the spec says
 * `from … to …`.
 */
export function scalePixels(
  pixels: Float32Array,
  range: readonly [number, number] | undefined,
): Float32Array {
  if (!range) return pixels;
  const [from, to] = range;
  for (let i = 0; i < pixels.length; i++) pixels[i] = from + (to - from) * pixels[i]!;
  return pixels;
}
