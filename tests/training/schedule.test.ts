// Learning rates of epochs against PyTorch's (`reference/schedules.py`).
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Rates, rateAfter } from "../../src/training/schedule.ts";

const cases = JSON.parse(readFileSync(join(import.meta.dirname, "reference/schedules.json"), "utf8")) as {
  readonly training: Rates;
  readonly losses: readonly number[];
  readonly rates: readonly number[];
}[];

test.each(cases)(
  "$training.schedule after a warm-up of $training.warmUp epochs",
  ({ training, losses, rates }) => {
    const history = losses.map((validationLoss) => ({ validationLoss }));
    expect(rates).toHaveLength(training.epochs);
    for (const [i, wanted] of rates.entries()) {
      const far = Math.abs(rateAfter(history.slice(0, i), training) / wanted - 1);
      expect(far, `epoch ${i + 1}: PyTorch has ${wanted}`).toBeLessThan(1e-5);
    }
  },
);

test("the cases have rates that fall at a plateau, and again", () => {
  const plateau = cases.find(({ training: { schedule } }) => schedule?.kind === "plateau")!;
  expect(new Set(plateau.rates.map((rate) => rate.toPrecision(3))).size).toBeGreaterThan(2);
});
