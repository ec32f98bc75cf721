import type { Family } from "../layers/definition.ts";

/** Free space around a figure, in px. */
export const MARGIN = 28;
/** The two sizes of text, in px. */
export const TITLE = 18;
export const TEXT = 11;
/** From baseline to baseline, in px. */
export const LEADING = 15;

export const INK = "#1b2733";
/** The one grey for what is secondary. */
export const SECONDARY = "#64748b";
export const WIRE = "#94a3b8";
export const PAPER = "#ffffff";

/** What colours a stage: its layer's family, or that it is the net's head. */
export type Tint = Family | "head";

export interface Colours {
  readonly fill: string;
  readonly stroke: string;
}

/**
 * One colour a family. Hues keep apart under the common colour blindnesses, and families that look alike in greyscale
 * differ in form: maps, columns, bands, glyphs.
 */
export const palette: { readonly [T in Tint]: Colours } = {
  input: { fill: "#cbd5e1", stroke: "#64748b" },
  convolution: { fill: "#7aa6d9", stroke: "#2f5f9e" },
  pooling: { fill: "#e5a07a", stroke: "#a8562a" },
  dense: { fill: "#8fc9a5", stroke: "#2f7d4f" },
  head: { fill: "#b9a3dc", stroke: "#6b46a0" },
  recurrent: { fill: "#e3a9c9", stroke: "#94376d" },
  activation: { fill: "#f2c14e", stroke: "#b07d10" },
  normalisation: { fill: "#1f7a8c", stroke: "#14515d" },
  regularisation: { fill: "#e2e8f0", stroke: "#64748b" },
  shape: { fill: "#f0c9b2", stroke: "#a8562a" },
  join: { fill: "#ffffff", stroke: "#475569" },
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
