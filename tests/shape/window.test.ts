import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  axisNames,
  channels,
  digits,
  formatShape,
  product,
  rank,
  sameShape,
  spatial,
} from "../../src/shape/shape.ts";
import { type Padding, paddingOf, perAxis, windowOutput } from "../../src/shape/window.ts";

/** Places at which a window of this extent lies inside the padded axis, counted one by one. */
function slide(size: number, extent: number, stride: number, [before, after]: [number, number]): number {
  let places = 0;
  for (let start = -before; start + extent <= size + after; start += stride) places++;
  return places;
}

const sizes = {
  size: fc.integer({ min: 1, max: 60 }),
  extent: fc.integer({ min: 1, max: 12 }),
  stride: fc.integer({ min: 1, max: 7 }),
};
const options = { seed: 5, numRuns: 2000 };

describe("output sizes against a window that is slid", () => {
  test("valid, and pad n as PyTorch pads", () => {
    fc.assert(
      fc.property(
        fc.record({ ...sizes, pad: fc.integer({ min: 0, max: 6 }) }),
        ({ size, extent, stride, pad }) => {
          for (const padding of ["valid", { pad: [pad] }] satisfies Padding[]) {
            const around: [number, number] = padding === "valid" ? [0, 0] : [pad, pad];
            const [output] = windowOutput([size], { extent: [extent], stride: [stride], padding });
            expect(Math.max(0, output!)).toBe(slide(size, extent, stride, around));
            expect(paddingOf(size, extent, stride, padding, 0)).toEqual(around);
            // torch.nn.Conv1d: floor((L + 2·padding − dilation·(kernel − 1) − 1) / stride + 1), dilation 1.
            const [left] = around;
            expect(output).toBe(Math.floor((size + 2 * left - (extent - 1) - 1) / stride + 1));
          }
        },
      ),
      options,
    );
  });

  test("same as TensorFlow pads: ceil(n / stride), the odd zero at the end", () => {
    fc.assert(
      fc.property(fc.record(sizes), ({ size, extent, stride }) => {
        const [output] = windowOutput([size], { extent: [extent], stride: [stride], padding: "same" });
        const [before, after] = paddingOf(size, extent, stride, "same", 0);
        expect(output).toBe(Math.ceil(size / stride));
        // tf.nn: pad_along = max(filter − stride, 0) where n % stride is 0, else max(filter − n % stride, 0).
        const total = Math.max(extent - (size % stride === 0 ? stride : size % stride), 0);
        expect([before, after]).toEqual([Math.floor(total / 2), total - Math.floor(total / 2)]);
        if (extent >= stride) expect(slide(size, extent, stride, [before, after])).toBe(output);
      }),
      options,
    );
  });
});

test("one size for all axes, or one an axis", () => {
  expect(perAxis([3], 3)).toEqual([3, 3, 3]);
  expect(perAxis([3, 5], 2)).toEqual([3, 5]);
  expect(perAxis([3, 5], 3)).toBeUndefined();
});

test("shapes", () => {
  expect([spatial([4, 5, 6]), rank([4, 5, 6]), channels([4, 5, 6])]).toEqual([[4, 5], 2, 6]);
  expect([product([]), product([2, 3]), formatShape([26, 26, 4])]).toEqual([1, 6, "26×26×4"]);
  expect([digits(0), digits(999), digits(61706), digits(1234567)]).toEqual([
    "0",
    "999",
    "61 706",
    "1 234 567",
  ]);
  expect([sameShape([1, 2], [1, 2]), sameShape([1, 2], [2, 1]), sameShape([1], [1, 1])]).toEqual([
    true,
    false,
    false,
  ]);
  expect([axisNames(0), axisNames(1), axisNames(3), axisNames(4).length]).toEqual([
    [],
    ["length"],
    ["depth", "height", "width"],
    4,
  ]);
});
