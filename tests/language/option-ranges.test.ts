/** Numbers of trainings, data and tasks: what makes no sense is refused where it stands, and what does passes. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { compileText } from "../../src/compile.ts";

interface Option {
  /** The declaration with `N` for the number. */
  readonly text: string;
  readonly fits: (value: number) => boolean;
}

const LARGEST = 3.4e38;
const training = (option: string) => `task t = classify { a, b }
data d = images "d"
net n { input image 8x8x1, flatten, head t }
train n on d { split 80/20, ${option} }`;
const head = (task: string) => `${task}\nnet n { input image 8x8x1, flatten, head t }`;

const whole = (least: number) => (value: number) => Number.isSafeInteger(value) && value >= least;
const between = (value: number) => value > 0 && value < 1;
const above = (value: number) => value > 0 && value <= LARGEST;

const options: readonly Option[] = [
  { text: training("batch N"), fits: whole(1) },
  { text: training("epochs N"), fits: whole(1) },
  { text: training("seed N"), fits: whole(0) },
  { text: training("warm_up N"), fits: whole(1) },
  { text: training("clip N"), fits: above },
  { text: training("optimizer adam N"), fits: above },
  { text: training("optimizer sgd 0.1 momentum N"), fits: between },
  { text: training("optimizer adamw 0.1 decay N"), fits: above },
  { text: training("schedule step N every 3"), fits: between },
  { text: training("schedule step 0.1 every N"), fits: whole(1) },
  { text: training("schedule plateau N after 3"), fits: between },
  { text: training("schedule plateau 0.1 after N"), fits: whole(1) },
  { text: training("stop when validation loss stalls for N"), fits: whole(1) },
  { text: training("weights { a N }"), fits: above },
  { text: training("loss_weights { t N }"), fits: above },
  { text: training("augment { shift N }"), fits: whole(1) },
  { text: training("augment { rotate N }"), fits: (value) => value > 0 && value <= 180 },
  { text: training("augment { scale N }"), fits: between },
  { text: training("augment { noise N }"), fits: above },
  {
    text: `${training("batch 8")}\ndata s = synthetic noughts_and_crosses { count N, size 28 }`,
    fits: whole(1),
  },
  { text: head("task t = cluster N"), fits: (value) => whole(2)(value) && value <= 1024 },
];

const numbers = fc.oneof(
  fc.constantFrom(0, 1, -1, 0.5, 2, 180, 181, 1024, 1025, 1e-30, 0.999, 1e39, 1e300, 2 ** 53 + 2),
  fc.integer({ min: -30, max: 300 }),
  fc.double({ min: -2, max: 2, noNaN: true }),
);

test.each(options)("$text", ({ text, fits }) => {
  const start = text.indexOf("N");
  fc.assert(
    fc.property(numbers, (value) => {
      const number = String(value + 0);
      const { diagnostics } = compileText(text.replace("N", number));
      const errors = diagnostics.filter(({ severity }) => severity === "error");
      expect(errors.length > 0, `${number}: ${errors[0]?.message}`).toBe(!fits(value));
      const span = errors[0]?.span ?? { start, end: start };
      // The number, or the words of the option up to it.
      expect(text.slice(0, span.start).lastIndexOf("\n")).toBe(text.slice(0, start).lastIndexOf("\n"));
      expect(span.end).toBeLessThanOrEqual(start + number.length);
    }),
    { seed: 81, numRuns: 60 },
  );
});
