import { lab, rgb } from "d3";
import { describe, expect, test } from "vitest";
import { cssOf, legend, mixed, type ThemeName, themes } from "../../../src/diagram/scene/theme.ts";

type Matrix = readonly (readonly number[])[];

/**
 * How colours look to people without one kind of cone, in linear RGB: Machado, Oliveira and Fernandes, A
 * physiologically-based model for simulation of color vision deficiency (2009), severity 1.
 */
const BLINDNESSES: { readonly [name: string]: Matrix } = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const linear = (value: number) => {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
};
const companded = (share: number) => {
  const value = Math.max(0, Math.min(1, share));
  return 255 * (value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055);
};

function seen(colour: string, matrix: Matrix): string {
  const { r, g, b } = rgb(colour);
  const light = [r, g, b].map(linear);
  const [red, green, blue] = matrix.map((row) =>
    companded(row.reduce((sum, factor, i) => sum + factor * light[i]!, 0)),
  );
  return rgb(red!, green!, blue!).formatHex();
}

/** Difference of two colours as CIE 1976 counts it; 2.3 is what an eye just tells apart. */
function difference(a: string, b: string): number {
  const [one, other] = [lab(a), lab(b)];
  return Math.hypot(one.l - other.l, one.a - other.a, one.b - other.b);
}

/** WCAG 2.2's ratio of the lighter to the darker of two colours. */
function contrast(a: string, b: string): number {
  const luminance = (colour: string) => {
    const { r, g, b: blue } = rgb(colour);
    return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(blue);
  };
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const pairs = legend.flatMap(([a], i) => legend.slice(i + 1).map(([b]) => [a, b] as const));
const names = Object.keys(themes) as ThemeName[];

describe.each(names)("%s", (name) => {
  const theme = themes[name];

  test("texts can be read on paper", () => {
    expect(contrast(theme.ink, theme.paper)).toBeGreaterThanOrEqual(7);
    expect(contrast(theme.secondary, theme.paper)).toBeGreaterThanOrEqual(4.5);
  });

  test("outlines stand out from paper", () => {
    for (const [tint] of legend)
      expect(contrast(theme[`${tint} edge`], theme.paper), tint).toBeGreaterThanOrEqual(3);
  });

  test.each([
    ["stimulates", "inhibits"],
    ["training", "validation"],
  ] as const)("%s and %s keep apart in greyscale or under every blindness", (a, b) => {
    for (const matrix of Object.values(BLINDNESSES))
      expect(difference(seen(theme[a], matrix), seen(theme[b], matrix))).toBeGreaterThan(25);
  });
});

const coloured = names.filter((name) => name !== "print");

test.each(coloured.flatMap((name) => Object.keys(BLINDNESSES).map((blindness) => ({ name, blindness }))))(
  "$name: families keep apart under $blindness",
  ({ name, blindness }) => {
    const look = (tint: (typeof legend)[number][0]) => seen(themes[name][tint], BLINDNESSES[blindness]!);
    for (const [a, b] of pairs) expect(difference(look(a), look(b)), `${a}, ${b}`).toBeGreaterThan(7);
  },
);

test("print has greys alone, and its families differ in lightness", () => {
  for (const colour of Object.values(themes.print)) {
    const { r, g, b } = rgb(colour);
    expect([g, b]).toEqual([r, r]);
  }
  for (const [a, b] of pairs)
    expect(difference(themes.print[a], themes.print[b]), `${a}, ${b}`).toBeGreaterThan(5);
});

test("a mixed colour lies between its two", () => {
  expect(cssOf(mixed("paper", "ink", 0), themes.print)).toBe("rgb(255, 255, 255)");
  expect(cssOf(mixed("paper", "ink", 0.5), themes.print)).toBe("rgb(128, 128, 128)");
  expect(cssOf("ink", themes.dark)).toBe(themes.dark.ink);
});
