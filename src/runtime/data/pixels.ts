import { onlyInput } from "../../ir/ends.ts";
import type { CheckedNet } from "../../ir/net.ts";

/**
 * Brings pixels from 0 (black) to 1 (white) into the range that the net's input asks for, in place: 0…1 unless the
 * spec says `from … to …`.
 */
export function scalePixels(pixels: Float32Array, net: CheckedNet): Float32Array {
  const range = onlyInput(net)?.params.range as readonly [number, number] | undefined;
  if (!range) return pixels;
  const [from, to] = range;
  for (let i = 0; i < pixels.length; i++) pixels[i] = from + (to - from) * pixels[i]!;
  return pixels;
}
