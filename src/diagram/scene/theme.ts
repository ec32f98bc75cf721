import { color, interpolateRgb } from "d3";
import type { Family } from "../../layers/definition.ts";

/** Free space around a figure, in px. */
export const MARGIN = 28;
/** The two sizes of text, in px. */
export const TITLE = 18;
export const TEXT = 11;
/** From baseline to baseline, in px. */
export const LEADING = 15;

/** What colours a stage: its layer's family, or that it is the net's head. */
export type Tint = Family | "head";

/** What a mark's colour stands for; a theme says what it looks like. */
export type ColourName =
  | "ink"
  | "secondary"
  | "wire"
  | "grid"
  | "cone"
  | "fault"
  | "paper"
  | Extreme
  | Sign
  | Examples
  | Tint
  | `${Tint} edge`;

/** The lowest and the highest of the numbers that are shown as shades. */
export type Extreme = "low" | "high";

/** Of a weight: above 0, or below. */
export type Sign = "stimulates" | "inhibits";

/** Which examples a number is of. */
export type Examples = "training" | "validation";

/** A named colour, or one between two of them. */
export type Colour =
  | ColourName
  | { readonly from: ColourName; readonly to: ColourName; readonly share: number };

export const INK = "ink";
/** The one grey for what is secondary. */
export const SECONDARY = "secondary";
export const WIRE = "wire";
export const PAPER = "paper";

/** The colour at `share`, from 0 to 1, on the way from one to another. */
export function mixed(from: ColourName, to: ColourName, share: number): Colour {
  return { from, to, share };
}

export interface Colours {
  readonly fill: ColourName;
  readonly stroke: ColourName;
}

const colours = (tint: Tint): Colours => ({ fill: tint, stroke: `${tint} edge` });

export const palette: { readonly [T in Tint]: Colours } = {
  input: colours("input"),
  convolution: colours("convolution"),
  pooling: colours("pooling"),
  dense: colours("dense"),
  head: colours("head"),
  recurrent: colours("recurrent"),
  activation: colours("activation"),
  normalisation: colours("normalisation"),
  regularisation: colours("regularisation"),
  shape: colours("shape"),
  join: colours("join"),
};

/** Families in the order of the legend; the others need no explanation. */
export const legend: readonly (readonly [Tint, string])[] = [
  ["convolution", "convolution"],
  ["pooling", "pooling"],
  ["shape", "resizing"],
  ["dense", "dense"],
  ["head", "head"],
  ["normalisation", "normalisation"],
  ["recurrent", "memory, attention"],
  ["activation", "activation"],
  ["regularisation", "dropout"],
];

/** What each colour looks like, as `#rrggbb`. */
export type Theme = { readonly [N in ColourName]: string };

/**
 * The themes. Hues keep apart under the common colour blindnesses; `print` does without any, and its families differ in
 * lightness. Families that look alike in greyscale under another theme differ in form: maps, columns, bands, glyphs.
 */
export const themes = {
  light: {
    ink: "#1b2733",
    secondary: "#64748b",
    wire: "#94a3b8",
    grid: "#cbd5e1",
    cone: "#b6c2d1",
    fault: "#c0271d",
    paper: "#ffffff",
    low: "#000000",
    high: "#ffffff",
    stimulates: "#c2571a",
    inhibits: "#2b6cb0",
    training: "#2b6cb0",
    validation: "#c2571a",
    input: "#cbd5e1",
    "input edge": "#64748b",
    convolution: "#7aa6d9",
    "convolution edge": "#2f5f9e",
    pooling: "#e5a07a",
    "pooling edge": "#a8562a",
    dense: "#86c29d",
    "dense edge": "#2f7d4f",
    head: "#9673cf",
    "head edge": "#5b3a92",
    recurrent: "#e3a9c9",
    "recurrent edge": "#94376d",
    activation: "#f2c14e",
    "activation edge": "#b07d10",
    normalisation: "#1f7a8c",
    "normalisation edge": "#14515d",
    regularisation: "#e2e8f0",
    "regularisation edge": "#64748b",
    shape: "#f6dccb",
    "shape edge": "#a8562a",
    join: "#ffffff",
    "join edge": "#475569",
  },
  dark: {
    ink: "#e8edf3",
    secondary: "#9fb0c3",
    wire: "#6b7d92",
    grid: "#3d4b5c",
    cone: "#4f6074",
    fault: "#ff8177",
    paper: "#10171f",
    low: "#000000",
    high: "#ffffff",
    stimulates: "#f08a4b",
    inhibits: "#5ea2e6",
    training: "#5ea2e6",
    validation: "#f08a4b",
    input: "#3b4858",
    "input edge": "#9fb0c3",
    convolution: "#2d5a8f",
    "convolution edge": "#8dbbee",
    pooling: "#9a5429",
    "pooling edge": "#f0b08c",
    dense: "#2f7550",
    "dense edge": "#9adbb4",
    head: "#8a66bd",
    "head edge": "#cbb6ee",
    recurrent: "#8c3d69",
    "recurrent edge": "#efb6d5",
    activation: "#c9971f",
    "activation edge": "#f7d98f",
    normalisation: "#4fb3c6",
    "normalisation edge": "#b5e6ef",
    regularisation: "#55657a",
    "regularisation edge": "#9fb0c3",
    shape: "#6b4632",
    "shape edge": "#e0b196",
    join: "#10171f",
    "join edge": "#b6c2d1",
  },
  print: {
    ink: "#000000",
    secondary: "#4d4d4d",
    wire: "#7a7a7a",
    grid: "#c4c4c4",
    cone: "#a6a6a6",
    fault: "#000000",
    paper: "#ffffff",
    low: "#000000",
    high: "#ffffff",
    stimulates: "#000000",
    inhibits: "#9a9a9a",
    training: "#9a9a9a",
    validation: "#000000",
    input: "#f7f7f7",
    "input edge": "#4d4d4d",
    convolution: "#dcdcdc",
    "convolution edge": "#333333",
    pooling: "#8f8f8f",
    "pooling edge": "#262626",
    dense: "#c3c3c3",
    "dense edge": "#333333",
    head: "#5e5e5e",
    "head edge": "#000000",
    recurrent: "#a9a9a9",
    "recurrent edge": "#262626",
    activation: "#454545",
    "activation edge": "#262626",
    normalisation: "#1f1f1f",
    "normalisation edge": "#000000",
    regularisation: "#ececec",
    "regularisation edge": "#4d4d4d",
    shape: "#777777",
    "shape edge": "#262626",
    join: "#ffffff",
    "join edge": "#333333",
  },
} as const satisfies { readonly [name: string]: Theme };

export type ThemeName = keyof typeof themes;

/** A colour as CSS writes it. */
export function cssOf(colour: Colour, theme: Theme): string {
  if (typeof colour === "string") return theme[colour];
  return interpolateRgb(theme[colour.from], theme[colour.to])(colour.share);
}

/** A colour as `#rrggbb`. */
export function hexOf(colour: Colour, theme: Theme): string {
  return color(cssOf(colour, theme))!.formatHex();
}
