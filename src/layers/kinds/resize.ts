import { channels, formatShape, spatial } from "../../shape/shape.ts";
import { defineLayer, isProblem } from "../definition.ts";
import { flag, positional } from "../parameters.ts";
import { overAxes } from "../spatial.ts";

/**
 * Share of each of `from` numbers along an axis in each of `to` numbers: row by row, `to` in a row. Number o lies at
 * place (o + ½)·from/to − ½ of the old ones; `nearest` takes the one that it lies in, else its two neighbours share it.
 */
export function resizeMatrix(from: number, to: number, nearest: boolean): number[] {
  const shares = new Array<number>(from * to).fill(0);
  for (let o = 0; o < to; o++) {
    const middle = ((o + 0.5) * from) / to;
    if (nearest) {
      shares[Math.min(from - 1, Math.floor(middle)) * to + o] = 1;
      continue;
    }
    const place = Math.min(from - 1, Math.max(0, middle - 0.5));
    const before = Math.floor(place);
    shares[before * to + o]! += 1 - (place - before);
    if (before + 1 < from) shares[(before + 1) * to + o]! += place - before;
  }
  return shares;
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}

/** Another number of places along every axis, by interpolation. */
export const resize = defineLayer({
  kind: "resize",
  family: "shape",
  summary: "Gives the value other sizes by interpolating between its numbers, without smoothing.",
  parameters: {
    sizes: positional("extent", "The new sizes: `224x224`, or one for all axes."),
    nearest: flag(false, "Copies the nearest number; without it, neighbours share linearly."),
  },
  takes: "one",
  output([input], p) {
    const sizes = overAxes(input!, p.sizes, "the new size", "resize");
    return isProblem(sizes) ? sizes : [...sizes, channels(input!)];
  },
  settings: (p) => [formatShape(p.sizes), p.nearest ? "nearest" : ""].filter(Boolean).join(" "),
  // n numbers to m: with g = gcd(n, m), each is laid out m/g times, and every n/g-th place of those is taken.
  scale(input, p) {
    const sizes = overAxes(input, p.sizes, "the new size", "resize");
    return isProblem(sizes) ? [] : sizes.map((to, axis) => to / greatestDivisor(input[axis]!, to));
  },
  window(input, p) {
    const sizes = overAxes(input, p.sizes, "the new size", "resize");
    if (isProblem(sizes)) return { extent: spatial(input), stride: spatial(input), padding: "valid" };
    const axes = sizes.map((to, axis) => {
      const divisor = greatestDivisor(input[axis]!, to);
      const [stride, copies] = [input[axis]! / divisor, to / divisor];
      if (p.nearest) return { stride, extent: 1, before: 0 - Math.floor(stride / 2) };
      const onOne = copies === 1 && stride % 2 === 1;
      return { stride, extent: onOne ? 1 : copies + 1, before: 0 - Math.floor((stride - copies) / 2) };
    });
    return {
      extent: axes.map(({ extent }) => extent),
      stride: axes.map(({ stride }) => stride),
      padding: { pad: axes.map(({ before }) => before) },
    };
  },
  alsoCalled: { resizing: "resize 224x224", interpolate: "resize 224x224", bilinear: "resize 224x224" },
  examples: [
    "net a { input image 28x28x1, resize 20x14 => 20x14x1 }",
    "net a { input 100 samples x 2 leads, resize 250 nearest => 250x2 }",
  ],
  source: "half-pixel centres: TensorFlow's tf.image.resize, PyTorch's interpolate with align_corners=False",
});
