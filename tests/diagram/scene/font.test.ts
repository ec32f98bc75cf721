import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { measureArimo } from "../../../src/diagram/scene/font.ts";
import { bold, regular } from "../../../src/diagram/scene/font-widths.ts";
import { advanceWidths } from "../write/truetype.ts";

const require = createRequire(import.meta.url);

test.each([
  ["400Regular/Arimo_400Regular.ttf", regular],
  ["700Bold/Arimo_700Bold.ttf", bold],
] as const)("the table of widths is that of %s", (file, runs) => {
  const width = advanceWidths(readFileSync(require.resolve(`@expo-google-fonts/arimo/${file}`)));
  for (const [start, widths] of runs) {
    expect([start, widths]).toEqual([start, widths.map((_, i) => width(start + i) ?? 0)]);
  }
});

test("the face has every sign that figures use", () => {
  for (const sign of "×·‖+−…@=µ²°") expect(measureArimo(sign, 1000, false)).toBeGreaterThan(300);
});
