// What the parts of a training share, and what is said of it.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Dataset } from "../../../src/data/dataset.ts";
import { partsIn } from "../../../src/data/parts/check-parts.ts";
import { PARTS } from "../../../src/data/parts/part-names.ts";
import { type Parts, partsOf } from "../../../src/data/parts/parts.ts";
import { namesPatients } from "../../../src/data/parts/patients.ts";
import { saidOfTest } from "../../../src/data/parts/said-of-test.ts";
import { FoundError } from "../../../src/diagnostics/found-error.ts";
import type { Training } from "../../../src/ir/program.ts";
import { product, type Shape } from "../../../src/shape/shape.ts";
import { classify, net, regress } from "../fixtures.ts";

const span = { start: 0, end: 0 };
const training = (settings: Partial<Training> = {}): Training => ({
  net: "n",
  data: "ours",
  split: { train: 0.6, validation: 0.2, test: 0.2 },
  optimizer: { kind: "adam", rate: 0.01 },
  batch: 8,
  epochs: 1,
  seed: 1,
  span,
  ...settings,
});

/** Examples whose numbers are all different, unless `like` says which is a copy of which. */
function examples(
  size: number,
  shape: Shape,
  like: (example: number) => number = (example) => example,
  more: Partial<Dataset> = {},
): Dataset {
  const each = product(shape);
  const values = new Float32Array(size * each);
  for (let i = 0; i < values.length; i++)
    values[i] = like(Math.floor(i / each)) + ((i % each) + 1) / (each + 2);
  return {
    size,
    inputs: [{ shape, values }],
    targets: [Int32Array.from({ length: size }, (_, i) => i % 2)],
    names: Array.from({ length: size }, (_, i) => `scan_${i}.png`),
    ...more,
  };
}

const twoClasses = (shape: Shape) => net(shape, classify("well", "ill"));

function faultOf(work: () => unknown): { readonly code: string; readonly message: string } {
  try {
    work();
  } catch (error) {
    if (error instanceof FoundError) return error.finding;
    throw error;
  }
  throw new Error("nothing was found");
}

const shapes = fc.constantFrom<Shape>([6, 1], [40, 1], [12, 2], [3, 3, 1], [4, 2, 3], [2, 2, 2, 1]);

describe("images, signals and volumes", () => {
  test("a copy in another part is found and named; one in the same part is no fault", () => {
    fc.assert(
      fc.property(
        shapes,
        fc.integer({ min: 10, max: 40 }),
        fc.nat(),
        fc.nat(),
        fc.nat(1000),
        (shape, size, a, b, seed) => {
          const [one, other] = [a % size, b % size];
          fc.pre(one !== other);
          const settings = training({ seed });
          const clean = partsOf(examples(size, shape), twoClasses(shape), settings);
          expect(clean.warnings).toEqual([]);
          expect(clean.checked.repeated).toEqual({ validation: 0, test: 0 });
          const places = partsIn(clean.checked.places, size);
          const copied = examples(size, shape, (i) => (i === other ? one : i));
          const split = () => partsOf(copied, twoClasses(shape), settings);
          if (places[one] === places[other]) {
            expect(split().checked.repeated).toEqual({ validation: 0, test: 0 });
            return;
          }
          const { code, message } = faultOf(split);
          expect(code).toBe("data_repeated");
          expect(message).toContain(`\`scan_${one}.png\``);
          expect(message).toContain(`\`scan_${other}.png\``);
        },
      ),
      { numRuns: 200 },
    );
  });

  test("a copy in the data of `test on` is found, and both data sets are named", () => {
    const shape = [3, 3, 1];
    const settings = training({ split: { train: 0.8, validation: 0.2, test: 0 }, test: "unseen" });
    const others = (copy: number) => examples(5, shape, (i) => (i === 3 ? copy : 100 + i));
    expect(partsOf(examples(10, shape), twoClasses(shape), settings, others(50)).warnings).toEqual([]);
    const { message } = faultOf(() => partsOf(examples(10, shape), twoClasses(shape), settings, others(7)));
    expect(message).toMatch(/`scan_7.png` of `ours` \(.*\) and `scan_3.png` of `unseen` \(for the test\)/);
    expect(message).toContain("are the same image");
  });

  test("many are counted behind the first five", () => {
    const half = training({ split: { train: 0.5, validation: 0, test: 0.5 } });
    const { message } = faultOf(() =>
      partsOf(
        examples(40, [4, 4, 1], (i) => i % 20),
        twoClasses([4, 4, 1]),
        half,
      ),
    );
    expect(message.match(/are the same image/g)).toHaveLength(5);
    expect(message).toMatch(/and so are \d+ more pairs/);
  });

  test("a net of an image and an age: the image alone counts", () => {
    const image = examples(10, [3, 3, 1], (i) => i % 5).inputs[0]!;
    const age = examples(10, [1]).inputs[0]!;
    const both = { ...examples(10, [1]), inputs: [image, age] };
    expect(faultOf(() => partsOf(both, twoClasses([1]), training())).code).toBe("data_repeated");
  });
});

describe("rows of a table", () => {
  test("those that are alike are counted, for the test and for validation", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(12), { minLength: 10, maxLength: 60 }), fc.nat(1000), (rows, seed) => {
        const data = examples(rows.length, [2], (i) => rows[i]!);
        const { checked, warnings } = partsOf(data, twoClasses([2]), training({ seed }));
        const places = partsIn(checked.places, rows.length);
        const inParts = (...parts: readonly string[]) =>
          new Set(rows.filter((_, i) => parts.includes(places[i]!)));
        const counted = (part: string, ...earlier: string[]) =>
          rows.filter((row, i) => places[i] === part && inParts(...earlier).has(row)).length;
        const expected = {
          validation: counted("validation", "train"),
          test: counted("test", "train", "validation"),
        };
        expect(checked.repeated).toEqual(expected);
        expect(warnings.map(({ code }) => code)).toEqual(
          expected.validation + expected.test > 0 ? ["data_repeated"] : [],
        );
      }),
      { numRuns: 100 },
    );
  });

  test("few symbols are alike by chance, long rows of them are not", () => {
    const symbols = (length: number): Dataset => ({
      ...examples(10, [length, 1]),
      inputs: [
        {
          shape: [length, 1],
          values: Float32Array.from({ length: 10 * length }, (_, i) => Math.floor(i / length) % 3),
        },
      ],
    });
    const [warning] = partsOf(symbols(3), twoClasses([3, 1]), training()).warnings;
    expect(warning?.code).toBe("data_repeated");
    expect(faultOf(() => partsOf(symbols(32), twoClasses([32, 1]), training())).message).toContain(
      "are the same signal",
    );
  });

  test("a copy of the table, whole, in another order or in part, is no test", () => {
    const settings = training({ split: { train: 1, validation: 0, test: 0 }, test: "copy" });
    const ours = examples(20, [2]);
    const tested = (rows: readonly number[]) => () =>
      partsOf(ours, twoClasses([2]), settings, {
        ...examples(rows.length, [2], (i) => rows[i]!),
        targets: [Int32Array.from(rows, (row) => row % 2)],
      });
    const all = Array.from({ length: 20 }, (_, i) => i);
    for (const rows of [all, [...all].reverse(), [3, 8, 12]])
      expect(faultOf(tested(rows)).message).toMatch(/Each of the \d+ examples of `copy` is in `ours` too/);
    // Some of them may be chance.
    expect(tested([3, 8, 30, 31])().checked.repeated.test).toBe(2);
  });

  test("of measurements with few values, tests are alike by chance and are counted alone", () => {
    const settings = training({ split: { train: 1, validation: 0, test: 0 }, test: "others" });
    const ours = examples(40, [1], (i) => i % 4);
    const { warnings } = partsOf(
      ours,
      twoClasses([1]),
      settings,
      examples(10, [1], (i) => i % 3),
    );
    expect(warnings.map(({ message }) => message)).toEqual([
      "10 of the 10 examples for the test have the same numbers as an example of an earlier part.",
    ]);
  });
});

describe("patients", () => {
  const patients = (size: number, each: number) =>
    Array.from({ length: size }, (_, i) => `P${Math.floor(i / each)}`);
  const table = (column: string, texts: readonly string[], shape: Shape = [2]) =>
    examples(texts.length, shape, undefined, { columns: new Map([[column, texts]]) });

  test("are kept apart by a column, and counted", () => {
    const by = training({ groups: { column: "ward", span } });
    const {
      checked,
      train,
      validation,
      test: tested,
      warnings,
    } = partsOf(table("ward", patients(60, 5)), twoClasses([2]), by);
    expect(warnings).toEqual([]);
    const { train: a, validation: b, test: c } = checked.groups!;
    expect(a + b + c).toBe(12);
    expect([train.size, validation!.size, tested!.size]).toEqual([5 * a, 5 * b, 5 * c]);
    expect(saidOfTest(tested!.size, checked)).toBe(
      `${5 * c} examples (${c} of 12 by \`ward\`, none of which training saw; none identical to one that training used)`,
    );
  });

  test.each([
    ["(*)_*", "p1_2.png", "p1"],
    ["(*)_*", "ill/p1_2_3.png", "p1"],
    ["(*)/*", "ill/p1/a_2.png", "p1"],
    ["scan-(*).png", "scan-7.png", "7"],
    ["*_(p*)_*", "2024_p3_1.png", "p3"],
    ["(*).*", "a+b[1].jpeg", "a+b[1]"],
  ])("by the pattern %s of %s: %s", (pattern, name, expected) => {
    const names = [
      name,
      ...Array.from({ length: 19 }, (_, i) => name.replace(expected, `${expected}${i + 10}`)),
    ];
    const data = examples(40, [3, 3, 1], undefined, { names: [...names, ...names] });
    const by = training({ groups: { column: "name", pattern, span } });
    const { checked } = partsOf(data, twoClasses([3, 3, 1]), by);
    const places = partsIn(checked.places, 40);
    expect(places.slice(20)).toEqual(places.slice(0, 20));
    expect(checked.groups!.train + checked.groups!.validation + checked.groups!.test).toBe(20);
  });

  test("what can't be grouped is told", () => {
    const grouped = (data: Dataset, column: string, pattern?: string) =>
      faultOf(() =>
        partsOf(
          data,
          twoClasses([2]),
          training({ groups: { column, ...(pattern === undefined ? {} : { pattern }), span } }),
        ),
      ).message;
    const { names: _, ...nameless } = examples(20, [2]);
    expect(grouped(table("ward", patients(20, 2)), "wart")).toContain("There is no column `wart`");
    expect(grouped(table("ward", ["a", "", "b", "c"]), "ward")).toContain(
      "Nothing stands under `ward` (scan_1.png)",
    );
    expect(grouped(examples(20, [2]), "patient")).toContain("have no columns, and so no `patient`");
    expect(grouped(nameless, "name", "(*)_*")).toContain("neither columns nor names");
    expect(grouped(examples(20, [2]), "name", "(*)-*")).toContain(
      '`scan_0.png` doesn\'t fit the pattern "(*)-*"',
    );
    expect(grouped(table("ward", patients(20, 10)), "ward")).toContain(
      "there are 2 of them, and none is left",
    );
  });

  test("a column that looks as if it named them, and isn't used, is warned of where one is in two parts", () => {
    const warned = (column: string, texts: readonly string[], settings?: Partial<Training>) =>
      partsOf(table(column, texts), twoClasses([2]), training(settings)).warnings.map(({ code }) => code);
    expect(warned("patient_id", patients(60, 5))).toEqual(["data_groups"]);
    expect(warned("patient_id", patients(60, 1))).toEqual([]);
    expect(warned("age", patients(60, 5))).toEqual([]);
    expect(warned("MRN", patients(60, 5), { split: { train: 1, validation: 0, test: 0 } })).toEqual([]);
    expect(warned("MRN", patients(60, 5), { groups: { column: "MRN", span } })).toEqual([]);
    for (const name of [
      "patient",
      "PatientID",
      "subject",
      "subject_id",
      "mrn",
      "id",
      "Patienten-Nr",
      "case_id",
      "study participant",
      "paciente",
    ])
      expect([name, namesPatients(name)]).toEqual([name, true]);
    for (const name of [
      "age",
      "case",
      "site_id",
      "visit",
      "spatial",
      "patch",
      "width",
      "label",
      "paid",
      "idle",
    ])
      expect([name, namesPatients(name)]).toEqual([name, false]);
  });

  test("in data of their own for the test too: shared ones are refused where they are told, and warned of where not", () => {
    const ours = table("patient", patients(20, 2));
    const others = (first: number): Dataset => ({
      ...examples(4, [2], (i) => 50 + i),
      columns: new Map([["patient", ["a", "b", "c", `P${first}`]]]),
    });
    const on = { split: { train: 1, validation: 0, test: 0 }, test: "others" };
    const by = training({ ...on, groups: { column: "patient", span } });
    expect(faultOf(() => partsOf(ours, twoClasses([2]), by, others(3))).message).toMatch(
      /^P3: `patient` has these/,
    );
    expect(partsOf(ours, twoClasses([2]), by, others(99)).checked.groups).toEqual({
      by: "patient",
      train: 10,
      validation: 0,
      test: 4,
    });
    const warned = (first: number) =>
      partsOf(ours, twoClasses([2]), training(on), others(first)).warnings.length;
    expect([warned(3), warned(99)]).toEqual([1, 0]);
  });
});

test("where each example is, is kept in two bits and read back", () => {
  fc.assert(
    fc.property(fc.integer({ min: 5, max: 200 }), fc.nat(1000), (size, seed) => {
      const parts: Parts = partsOf(examples(size, [2]), twoClasses([2]), training({ seed }));
      const places = partsIn(parts.checked.places, size);
      for (const part of PARTS)
        expect(places.filter((each) => each === part).length).toBe(parts[part]?.size ?? 0);
      expect(parts.checked.places.length).toBeLessThanOrEqual(size / 3 + 8);
    }),
  );
});

test("stratified by what heads say once; of a quantity there is nothing to keep", () => {
  const data = examples(40, [2], undefined, {
    targets: [Int32Array.from({ length: 40 }, (_, i) => (i < 30 ? 0 : 1))],
  });
  const { test: tested } = partsOf(data, twoClasses([2]), training({ stratified: { span } }));
  expect(Array.from(tested!.targets[0]!).sort()).toEqual([0, 0, 0, 0, 0, 0, 1, 1]);
  const measured = net([2], regress({ name: "volume" }));
  expect(faultOf(() => partsOf(data, measured, training({ stratified: { span } }))).message).toContain(
    "have none",
  );
});
