/** Of numbers that no window reaches it is told where `same` padding, which the message offers, really takes them in. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { compileText } from "../../src/compile.ts";
import { windowOutput } from "../../src/shape/window.ts";

interface Sliding {
  readonly size: number;
  readonly taps: number;
  readonly stride: number;
  readonly dilation: number;
  readonly pad: number | "same" | "valid";
}

/** Numbers along the axis that a tap meets, and the place behind the last window, by walking over all windows. */
function walk({ size, taps, stride, dilation, pad }: Sliding): { met: Set<number>; end: number } {
  const extent = (taps - 1) * dilation + 1;
  const padding = typeof pad === "number" ? { pad: [pad] } : pad;
  const [count] = windowOutput([size], { extent: [extent], stride: [stride], padding });
  // TensorFlow's rule: the smaller half of what is missing stands before.
  const missing = Math.max(0, (count! - 1) * stride + extent - size);
  const before = typeof pad === "number" ? pad : pad === "same" ? Math.floor(missing / 2) : 0;
  const met = new Set<number>();
  for (let window = 0; window < count!; window++)
    for (let tap = 0; tap < taps; tap++) met.add(window * stride - before + tap * dilation);
  return { met, end: (count! - 1) * stride - before + extent };
}

/** Whether the message comes, and the numbers that it is about. */
function told(layer: string, size: number): number | undefined {
  const { diagnostics } = compileText(`net a { input ${size} samples x 2 leads, ${layer} }`);
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  const message = diagnostics.find(({ code }) => code === "shape_rows_dropped")?.message;
  return message === undefined ? undefined : Number(/last (\d+) numbers/.exec(message)?.[1] ?? 1);
}

const small = (min: number, max: number) => fc.integer({ min, max });
const slidings = fc.record({
  size: small(1, 40),
  taps: small(1, 6),
  stride: small(1, 9),
  dilation: small(1, 4),
  pad: fc.constantFrom<Sliding["pad"]>("same", "valid", 0, 1, 2, 3),
});

function expectRight(sliding: Sliding, layer: string): boolean {
  const { size } = sliding;
  const lost = told(layer, size);
  const now = walk(sliding);
  const same = walk({ ...sliding, pad: "same" }).met;
  const behind = Array.from({ length: Math.max(0, size - now.end) }, (_, i) => now.end + i);
  const helps = behind.length > 0 && behind.every((place) => same.has(place));
  expect(lost ?? 0, `${layer} on ${size}`).toBe(helps ? behind.length : 0);
  for (const place of behind) expect(now.met.has(place)).toBe(false);
  return lost !== undefined;
}

test("convolutions of any window", () => {
  let warned = 0;
  fc.assert(
    fc.property(slidings, (sliding) => {
      const { size, taps, stride, dilation, pad } = sliding;
      const border = typeof pad === "number" ? pad : 0;
      fc.pre(pad === "same" || (taps - 1) * dilation + 1 <= size + 2 * border);
      const written = typeof pad === "number" ? `pad ${pad}` : pad;
      if (expectRight(sliding, `conv 2@${taps} stride ${stride} dilation ${dilation} ${written}`)) warned++;
    }),
    { seed: 51, numRuns: 1500 },
  );
  expect(warned).toBeGreaterThan(100);
});

test("pooling of any window", () => {
  fc.assert(
    fc.property(slidings, ({ size, taps, stride, pad }) => {
      fc.pre(taps <= size);
      const padding = pad === "same" ? "same" : "valid";
      expectRight(
        { size, taps, stride, dilation: 1, pad: padding },
        `maxpool ${taps} stride ${stride} ${padding}`,
      );
    }),
    { seed: 52, numRuns: 400 },
  );
});

// By hand: of 56, every second row from the first is read, with either padding, and the last one never.
test("`pad 0` and `same` leave out the same rows", () => {
  for (const padding of ["pad 0", "valid", "same"]) {
    const { diagnostics } = compileText(`net a { input image 56x56x8, conv 8@1 stride 2 ${padding} }`);
    expect(diagnostics).toEqual([]);
  }
});
