// Numbers of a spec are exact fractions until they become a size or a setting.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileText } from "../../src/compile.ts";
import { quotient, readExact, toNumber } from "../../src/shape/exact.ts";
import { decimal, type Fraction, isEqual, isLess, sums } from "./rational.ts";
import { soundNet } from "./verified.ts";

const NONE = new Map<string, number>();

/** Units of the only layer of a net with this body. */
function units(body: string): number {
  return soundNet(`net a { input { x }, ${body} }`).nodes.at(-1)!.output[0]!;
}

/** The exact value of a floating-point number. */
function exactly(x: number): Fraction {
  let [over, power] = [x, 0];
  while (!Number.isInteger(over)) {
    over *= 2;
    power++;
  }
  return { over: BigInt(over), under: 2n ** BigInt(power) };
}

/** |a − b| */
function distance(a: Fraction, b: Fraction): Fraction {
  const over = a.over * b.under - b.over * a.under;
  return { over: over < 0n ? -over : over, under: a.under * b.under };
}

/** The next floating-point number above one that is positive, by its bits. */
function above(x: number): number {
  const bits = new BigUint64Array(new Float64Array([x]).buffer);
  bits[0]!++;
  return new Float64Array(bits.buffer)[0]!;
}

describe("what is computed in a spec", () => {
  test("is what fractions of big integers give", () => {
    fc.assert(
      fc.property(sums, (sum) => {
        const value = sum.value(NONE);
        if (!value) {
          const { diagnostics } = compileText(`net a { input { x }, if ${sum.text} == 0 { dense 1 } }`);
          expect(diagnostics.map(({ message }) => message)).toContain("this divides by zero");
          return;
        }
        const { over, under } = value;
        // With a point, since whole numbers that no double is equal to are refused where they are written.
        const written = `${over < 0n ? `(0 - ${-over}.0)` : `${over}.0`} / ${under}.0`;
        const text = `if ${sum.text} == ${written} { dense 1 } else { dense 2 }`;
        const { program, diagnostics } = compileText(`net a { input { x }, ${text} }`);
        expect([sum.text, diagnostics.map(({ message }) => message)]).toEqual([sum.text, []]);
        expect([sum.text, program.nets[0]!.nodes.at(-1)!.output]).toEqual([sum.text, [1]]);
      }),
      { numRuns: 1500, seed: 14 },
    );
  });

  test("compares as they do", () => {
    fc.assert(
      fc.property(sums, sums, (a, b) => {
        const [x, y] = [a.value(NONE), b.value(NONE)];
        if (!x || !y) return;
        const chosen = units(
          `if ${a.text} < ${b.text} { dense 1 } else if ${a.text} == ${b.text} { dense 2 } else { dense 3 }`,
        );
        expect([a.text, b.text, chosen]).toEqual([a.text, b.text, isLess(x, y) ? 1 : isEqual(x, y) ? 2 : 3]);
      }),
      { numRuns: 700, seed: 15 },
    );
  });

  test("a number that becomes a setting is the nearest that a computer has", () => {
    const decimals = fc
      .tuple(
        fc.stringMatching(/^[0-9]{1,30}$/),
        fc.stringMatching(/^[0-9]{1,30}$/),
        fc.integer({ min: -290, max: 250 }),
      )
      .map(([whole, part, power]) => `${whole}.${part}e${power}`);
    fc.assert(
      fc.property(decimals, (text) => {
        // The language's own reader of numbers rounds to the nearest.
        expect([text, toNumber(readExact(text)!)]).toEqual([text, Number(text)]);
      }),
      { numRuns: 2000, seed: 16 },
    );
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 10n ** 60n }),
        fc.bigInt({ min: 1n, max: 10n ** 60n }),
        (over, under) => {
          const a = readExact(String(over))!;
          const b = readExact(String(under))!;
          const x = toNumber(quotient(a, b));
          const value = { over, under };
          // No neighbour lies nearer.
          const off = distance(exactly(x), value);
          expect(isLess(distance(exactly(above(x)), value), off)).toBe(false);
        },
      ),
      { numRuns: 500, seed: 17 },
    );
    expect(decimal("1.5e-1")).toEqual({ over: 15n, under: 100n });
  });

  test("what grows without end is an error at its place", () => {
    const power = Array.from({ length: 40 }, () => "1.123456789012345678901234567").join(" * ");
    const { diagnostics } = compileText(`net a { input { x }, if ${power} > 1 { dense 2 } }`);
    expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
      ["argument_wrong", "this number has more than 1000 digits"],
    ]);
  });
});
