// The page and the picture of the house are true of its code.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { rooms } from "../../scripts/reference/architecture/imports.ts";
import { type Arrow, levelsOf, placed, withoutDetours } from "../../scripts/reference/architecture/levels.ts";
import { architecturePicture } from "../../scripts/reference/architecture/picture.ts";
import { architecturePage } from "../../scripts/reference/architecture/table.ts";

test("page and picture are as `npm run generate` would write them", () => {
  expect(readFileSync("docs/pictures/architecture.svg", "utf8")).toBe(architecturePicture());
  expect(readFileSync("docs/architecture.md", "utf8")).toBe(architecturePage());
});

test.each(["docs/architecture.md", "CONTRIBUTING.md"])("the files that %s names are there", (page) => {
  const named = [
    ...readFileSync(page, "utf8").matchAll(/`((?:src|scripts|tests|grammar|docs|specs|bench)\/[^`\s]*)`/g),
  ];
  expect(named.length).toBeGreaterThan(10);
  // NAME stands for what somebody adds.
  const missing = named
    .map(([, path]) => path!)
    .filter((path) => !path.includes("NAME") && !existsSync(path));
  expect(missing).toEqual([]);
});

test("every room says what it holds, and every folder of src is one or stands in one", () => {
  for (const [room, { holds }] of Object.entries(rooms))
    expect([room, holds]).toEqual([room, expect.any(String)]);
  const folders = readdirSync("src", { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const known = Object.keys(rooms);
  expect(
    folders.map(({ name }) => name).filter((name) => !known.some((room) => room.startsWith(`src/${name}`))),
  ).toEqual([]);
});

/** Arrows from parts of a higher number to some of a lower one. */
const houses = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 })), { maxLength: 40 })
  .map((pairs): readonly Arrow[] =>
    [
      ...new Set(pairs.filter(([a, b]) => a !== b).map(([a, b]) => `${Math.max(a, b)} ${Math.min(a, b)}`)),
    ].map((each) => {
      const [from, to] = each.split(" ") as [string, string];
      return { from, to };
    }),
  );

function reached(arrows: readonly Arrow[], from: string): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (part: string): void => {
    for (const arrow of arrows) {
      if (arrow.from !== part || found.has(arrow.to)) continue;
      found.add(arrow.to);
      visit(arrow.to);
    }
  };
  visit(from);
  return found;
}

test("what is imported lies below, and the arrows that are left out follow from the others", () => {
  const parts = Array.from({ length: 10 }, (_, i) => String(i));
  fc.assert(
    fc.property(houses, (arrows) => {
      const levels = levelsOf(parts, arrows);
      for (const { from, to } of arrows) expect(levels.get(from)).toBeGreaterThan(levels.get(to)!);
      const drawn = withoutDetours(arrows);
      for (const part of parts) expect(reached(drawn, part)).toEqual(reached(arrows, part));
      for (const arrow of drawn)
        expect(
          reached(
            drawn.filter((each) => each !== arrow),
            arrow.from,
          ),
        ).not.toContain(arrow.to);
    }),
    { seed: 14 },
  );
});

test("places in a row keep apart and are where they are wished for where there is room", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 8 }), (wished) => {
      const found = placed(
        wished,
        wished.slice(1).map(() => 10),
      );
      for (const [i, x] of found.slice(1).entries()) expect(x - found[i]!).toBeGreaterThan(10 - 1e-9);
      const free = wished.every((x, i) => i === 0 || x - wished[i - 1]! >= 10);
      if (free) expect(found).toEqual(wished);
    }),
    { seed: 14 },
  );
});
