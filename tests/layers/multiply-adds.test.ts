// Multiply-adds against loops that carry the definition out and count each product. Like the published counters, they
// count what is multiplied with padding, and what `transposed` makes and cuts off.
import { describe, expect, test } from "vitest";
import { chain, last } from "../language/verified.ts";

const INPUTS = ["9 samples x 4 leads", "image 7x6x4", "volume 5x6x4x4"];
const SIZES = [[9], [7, 6], [5, 6, 4]];
const CHANNELS = 4;

type Padding = "same" | "valid" | "pad 1";

/** All lists of whole numbers, each from 0 up to but not including its limit. */
function* places(limits: readonly number[]): Generator<readonly number[]> {
  if (limits.length === 0) {
    yield [];
    return;
  }
  for (let i = 0; i < limits[0]!; i++) for (const rest of places(limits.slice(1))) yield [i, ...rest];
}

/** Zeros at both ends of an axis together, by the rule that the padding is named after. */
function zeros(size: number, extent: number, stride: number, padding: Padding): number {
  if (padding === "valid") return 0;
  if (padding === "pad 1") return 2;
  let needed = 0;
  while (Math.floor((size + needed - extent) / stride) + 1 < size / stride) needed++;
  return needed;
}

/** Slides a kernel of `taps` a side over each group of channels, and counts. */
function slide(
  sizes: readonly number[],
  kernel: {
    readonly taps: number;
    readonly dilation: number;
    readonly stride: number;
    readonly padding: Padding;
    /** Kernels, each of which reads so many channels. */
    readonly kernels: number;
    readonly reads: number;
  },
): number {
  const { taps, dilation, stride, padding, kernels, reads } = kernel;
  const extent = (taps - 1) * dilation + 1;
  const starts = sizes.map((size) => {
    const length = size + zeros(size, extent, stride, padding);
    let fitting = 0;
    for (let start = 0; start + extent <= length; start += stride) fitting++;
    return fitting;
  });
  let count = 0;
  for (const _ of places(starts))
    for (let k = 0; k < kernels; k++)
      for (const _tap of places(sizes.map(() => taps))) for (let c = 0; c < reads; c++) count++;
  return count;
}

const PADDINGS: readonly Padding[] = ["same", "valid", "pad 1"];

describe.each([1, 2, 3])("rank %i", (rank) => {
  const input = INPUTS[rank - 1]!;
  const sizes = SIZES[rank - 1]!;
  const countOf = (layer: string) => last(chain(layer, input)).multiplyAdds;

  describe.each(PADDINGS)("%s", (padding) => {
    test.each([1, 2, 3])("conv, grouped, dilated and depthwise, stride %i", (stride) => {
      for (const taps of [1, 2, 3]) {
        const at = { taps, stride, padding, dilation: 1 };
        const options = `stride ${stride} ${padding}`;
        expect(countOf(`conv 6@${taps} ${options}`)).toBe(
          slide(sizes, { ...at, kernels: 6, reads: CHANNELS }),
        );
        expect(countOf(`conv 6@${taps} ${options} groups 2`)).toBe(
          slide(sizes, { ...at, kernels: 6, reads: CHANNELS / 2 }),
        );
        expect(countOf(`conv 8@${taps} ${options} groups 4`)).toBe(
          slide(sizes, { ...at, kernels: 8, reads: 1 }),
        );
        expect(countOf(`depthwise ${taps} ${options}`)).toBe(
          slide(sizes, { ...at, kernels: CHANNELS, reads: 1 }),
        );
        expect(countOf(`depthwise ${taps} ${options} multiplier 3`)).toBe(
          slide(sizes, { ...at, kernels: 3 * CHANNELS, reads: 1 }),
        );
      }
    });

    test("dilation", () => {
      const at = { taps: 2, dilation: 2, stride: 1, padding };
      expect(countOf(`conv 5@2 dilation 2 ${padding}`)).toBe(
        slide(sizes, { ...at, kernels: 5, reads: CHANNELS }),
      );
      expect(countOf(`conv 6@2 dilation 2 groups 2 ${padding}`)).toBe(
        slide(sizes, { ...at, kernels: 6, reads: CHANNELS / 2 }),
      );
      expect(countOf(`depthwise 2 dilation 2 ${padding}`)).toBe(
        slide(sizes, { ...at, kernels: CHANNELS, reads: 1 }),
      );
    });

    test.each([1, 2, 3])("transposed, stride %i", (stride) => {
      let count = 0;
      for (const _ of places(sizes))
        for (let c = 0; c < CHANNELS; c++)
          for (let k = 0; k < 5; k++) for (const _tap of places(sizes.map(() => 3))) count++;
      expect(countOf(`transposed 5@3 stride ${stride} ${padding}`)).toBe(count);
    });
  });

  test("dense at each place, and attention", () => {
    const all = [...places(sizes)];
    let dense = 0;
    let attention = 0;
    for (const _ of all) {
      for (let u = 0; u < 7; u++) for (let c = 0; c < CHANNELS; c++) dense++;
      for (let head = 0; head < 2; head++) {
        for (const _projection of ["query", "key", "value"])
          for (let d = 0; d < 3; d++) for (let c = 0; c < CHANNELS; c++) attention++;
        for (const _other of all) {
          for (let d = 0; d < 3; d++) attention++; // query · key
          for (let d = 0; d < 3; d++) attention++; // share · value
        }
        for (let c = 0; c < CHANNELS; c++) for (let d = 0; d < 3; d++) attention++; // output
      }
    }
    expect(countOf("dense 7")).toBe(dense);
    expect(countOf("attention heads 2 key 3")).toBe(attention);
  });
});

test("recurrent layers, step by step", () => {
  let one = 0;
  for (let step = 0; step < 9; step++)
    for (let unit = 0; unit < 5; unit++) for (let from = 0; from < CHANNELS + 5; from++) one++;
  expect(last(chain("lstm 5", INPUTS[0]!)).multiplyAdds).toBe(4 * one);
  expect(last(chain("gru 5", INPUTS[0]!)).multiplyAdds).toBe(3 * one);
});
