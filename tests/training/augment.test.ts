// How examples are changed while they train.
import { describe, expect, test } from "vitest";
import type { Dataset } from "../../src/data/dataset.ts";
import type { Augmentation } from "../../src/ir/program.ts";
import { changesIn } from "../../src/training/augment.ts";
import { netOf, numbers } from "./training-nets.ts";

const TASKS = `task disc = segment { ground, disc }
  task same = reconstruct
  task kind = classify { a, b }\n`;
const image = netOf(`${TASKS}net n {
  input image 3x4x2 as given
  head disc
  from given, head same
  from given, flatten, head kind
}`);
const signal = netOf(`${TASKS}net n { input 6 samples, flatten, head kind }`);
const span = { start: 0, end: 0 };

/** Examples of `image` whose mask follows their first channel. */
function examples(size: number): Dataset {
  const values = numbers(size * 24, 0.2);
  const mask = Int32Array.from({ length: size * 12 }, (_, i) => (values[2 * i]! > 0 ? 1 : 0));
  return {
    size,
    inputs: [{ shape: [3, 4, 2], values }],
    targets: [mask, values.slice(), Int32Array.from({ length: size }, (_, i) => i % 2)],
  };
}

function change(settings: Omit<Augmentation, "span">, data: Dataset, round = 0, net = image): Dataset {
  const which = Array.from({ length: data.size }, (_, i) => i);
  changesIn(net, { seed: 1, augment: { span, ...settings } }, round)!(data, which);
  return data;
}

/** The first channel of an example, row by row. */
const rowsOf = ({ values }: { values: Float32Array }, example: number) =>
  [0, 1, 2].map((row) => [0, 1, 2, 3].map((column) => values[example * 24 + (row * 4 + column) * 2]!));

describe("examples", () => {
  test("are mirrored, about half of them, with their masks and what is given back", () => {
    const before = examples(200);
    const { inputs, targets } = change({ flip: true }, examples(200));
    let mirrored = 0;
    for (let example = 0; example < 200; example++) {
      const was = rowsOf(before.inputs[0]!, example);
      const is = rowsOf(inputs[0]!, example);
      const reversed = was.map((row) => row.toReversed());
      if (JSON.stringify(is) === JSON.stringify(reversed)) mirrored++;
      else expect(is).toEqual(was);
    }
    expect(mirrored).toBeGreaterThan(70);
    expect(mirrored).toBeLessThan(130);
    expect(targets[1]).toEqual(inputs[0]!.values);
    const mask = Array.from(
      inputs[0]!.values.filter((_, i) => i % 2 === 0),
      (value) => (value > 0 ? 1 : 0),
    );
    expect([...targets[0]!]).toEqual(mask);
    expect(targets[2]).toEqual(before.targets[2]);
  });

  test("are moved by whole places, with the edges repeated", () => {
    const seen = new Set<string>();
    for (let round = 0; round < 40; round++) {
      const before = examples(1);
      const is = rowsOf(change({ shift: 1 }, examples(1), round).inputs[0]!, 0);
      const was = rowsOf(before.inputs[0]!, 0);
      const clamp = (at: number, count: number) => Math.min(count - 1, Math.max(0, at));
      const found = [-1, 0, 1]
        .flatMap((dy) => [-1, 0, 1].map((dx) => [dy, dx] as const))
        .filter(([dy, dx]) =>
          is.every((row, y) => row.every((value, x) => value === was[clamp(y - dy, 3)]![clamp(x - dx, 4)])),
        );
      expect(found).toHaveLength(1);
      seen.add(String(found[0]));
    }
    expect(seen.size).toBe(9);
  });

  test("are turned about their middle: by 180 degrees an image stands on its head, masks by the nearest place", () => {
    // Of many turns of up to 180 degrees some are close to a half; each is the same for image and mask.
    const { inputs, targets } = change({ rotate: 180 }, examples(50));
    for (const value of targets[0]!) expect([0, 1]).toContain(value);
    // Means between four neighbours stay within the range of what is there.
    expect(Math.max(...inputs[0]!.values)).toBeLessThanOrEqual(1);
    expect(Math.min(...inputs[0]!.values)).toBeGreaterThanOrEqual(-1);
    const flat = examples(20);
    const level: Dataset = {
      ...flat,
      inputs: [{ shape: [3, 4, 2], values: new Float32Array(20 * 24).fill(0.5) }],
    };
    for (const value of change({ rotate: 90 }, level).inputs[0]!.values) expect(value).toBeCloseTo(0.5, 6);
  });

  test("a turn leaves the middle and moves the ends of a line to opposite sides", () => {
    const large = netOf("task same = reconstruct\nnet n { input image 9x9x1, head same }");
    const shifts: number[] = [];
    for (let round = 0; round < 20; round++) {
      const values = Float32Array.from({ length: 81 }, (_, i) => (i % 9 === 4 ? 1 : 0));
      const data: Dataset = {
        size: 1,
        inputs: [{ shape: [9, 9, 1], values }],
        targets: [values.slice()],
      };
      const turned = change({ rotate: 20 }, data, round, large).inputs[0]!.values;
      expect(turned[4 * 9 + 4]).toBeCloseTo(1, 6);
      const centre = (row: number) => {
        const line = [...turned.slice(9 * row, 9 * row + 9)];
        return line.reduce((sum, value, x) => sum + x * value, 0) / line.reduce((a, b) => a + b) - 4;
      };
      expect(centre(1)).toBeCloseTo(-centre(7), 3);
      shifts.push(centre(1));
    }
    // Three rows from the middle, a turn by 20 degrees moves the line by 3 · tan 20° = 1.09 places.
    expect(Math.max(...shifts)).toBeGreaterThan(0.5);
    expect(Math.max(...shifts)).toBeLessThan(1.15);
    expect(Math.min(...shifts)).toBeLessThan(-0.5);
    expect(Math.min(...shifts)).toBeGreaterThan(-1.15);
  });

  test("get noise and another scale, and what is given back gets neither", () => {
    const before = examples(100);
    const noisy = change({ noise: 0.1 }, examples(100));
    const errors = noisy.inputs[0]!.values.map((value, i) => value - before.inputs[0]!.values[i]!);
    const spread = Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length);
    expect(spread).toBeGreaterThan(0.09);
    expect(spread).toBeLessThan(0.11);
    expect(noisy.targets).toEqual(before.targets);
    const scaled = change({ scale: 0.2 }, examples(100)).inputs[0]!.values;
    const factors = Array.from(
      { length: 100 },
      (_, example) => scaled[24 * example]! / before.inputs[0]!.values[24 * example]!,
    );
    expect(Math.min(...factors)).toBeGreaterThan(0.8);
    expect(Math.max(...factors)).toBeLessThan(1.2);
    expect(Math.max(...factors) - Math.min(...factors)).toBeGreaterThan(0.3);
    for (let i = 0; i < 24; i++) expect(scaled[i]).toBeCloseTo(factors[0]! * before.inputs[0]!.values[i]!, 6);
  });

  test("are changed alike by the same seed and epoch, in whatever batch, and otherwise in another one", () => {
    const settings = { shift: 2, noise: 0.1 };
    const all = change(settings, examples(4)).inputs[0]!.values;
    expect(change(settings, examples(4)).inputs[0]!.values).toEqual(all);
    expect(change(settings, examples(4), 1).inputs[0]!.values).not.toEqual(all);
    const third = examples(4);
    const alone: Dataset = {
      size: 1,
      inputs: [{ shape: [3, 4, 2], values: third.inputs[0]!.values.slice(48, 72) }],
      targets: [undefined, undefined, undefined],
    };
    changesIn(image, { seed: 1, augment: { span, ...settings } }, 0)!(alone, [2]);
    expect(alone.inputs[0]!.values).toEqual(all.slice(48, 72));
  });

  test("of signals are moved along their one axis", () => {
    const values = Float32Array.of(1, 2, 3, 4, 5, 6);
    const data: Dataset = { size: 1, inputs: [{ shape: [6, 1], values }], targets: [Int32Array.of(0)] };
    const { inputs } = change({ shift: 2 }, data, 1, signal);
    const possible = [-2, -1, 0, 1, 2].map((by) =>
      [0, 1, 2, 3, 4, 5].map((i) => Math.min(5, Math.max(0, i - by)) + 1),
    );
    expect(possible).toContainEqual([...inputs[0]!.values]);
  });
});
