import type { Body } from "../bodies/body.ts";
import type { Caption } from "../bodies/captions.ts";
import type { KernelRow } from "../bodies/written-kernels.ts";
import type { Measure } from "../scene/font.ts";
import { LEADING } from "../scene/theme.ts";
import type { Around, Brackets } from "../stages/brackets.ts";
import type { Repeat } from "../stages/foldings.ts";
import type { Chain, Ends } from "../stages/series-parallel.ts";
import type { Stage } from "../stages/stages.ts";

/** What a stage looks like, wherever it stands. */
export interface Drawing {
  readonly body: Body;
  readonly caption: Caption;
  /** Its shape, as it is written under it, and the width in px of all that is written there. */
  readonly label: string;
  readonly labelWidth: number;
  /** True where the caption stands right under the label and not in line with those of others. */
  readonly close?: boolean;
  readonly kernels?: KernelRow | undefined;
}

/** A stage in its chain: left edge of its body in px from the chain's start. */
export interface StageEntry {
  readonly type: "stage";
  readonly stage: Stage;
  readonly body: Body;
  readonly x: number;
  readonly caption: Caption;
  readonly captionX: number;
  readonly label: string;
  readonly close: boolean;
  /** True where the texts stand above: the way up from a valley comes in from below. */
  readonly textAbove: boolean;
  readonly kernels?: { readonly row: KernelRow; readonly x: number };
}

export interface ParallelEntry {
  readonly type: "parallel";
  /** Upright lines of the fork and of the join. */
  readonly fork: number;
  readonly join: number;
  readonly branches: readonly Branch[];
  readonly ends?: Ends | undefined;
}

export interface Branch {
  readonly layout: Rows;
  readonly y: number;
}

/** A lower level: beside what stands before it as in a staircase, or under it where that would be too wide. */
export interface ValleyEntry {
  readonly type: "valley";
  readonly down: number;
  readonly up: number;
  readonly inside: Rows;
  /** What the kept value goes through, and where it begins. */
  readonly skip?: { readonly layout: ChainLayout; readonly x: number };
  /** Start of what is inside, and its right end with the way up. */
  readonly insideX: number;
  readonly insideRight: number;
  readonly y: number;
  /** Height of the ways to what stands under the chain. */
  readonly channel?: number;
}

export type Entry = StageEntry | ParallelEntry | ValleyEntry;

/** An arc over part of a chain: from x to x at the height y, all in px. */
export interface ArcLine {
  readonly from?: Entry;
  readonly to?: Entry;
  readonly y: number;
}

/** A bracket over a part of a chain: from x to x at the height y, in px; cut where it goes on in another row. */
export interface Bracket {
  readonly from: number;
  readonly to: number;
  readonly y: number;
  readonly opens: boolean;
  readonly closes: boolean;
  readonly repeat: Repeat;
  /** Where it opens alone, so that it is said once. */
  readonly label?: string;
}

/** A chain laid out from x = 0 around its axis y = 0, in px. */
export interface ChainLayout {
  readonly entries: readonly Entry[];
  /** For each entry the repeats around it, outer ones first. */
  readonly around: readonly (readonly Around[])[];
  readonly arcs: readonly ArcLine[];
  readonly brackets: readonly Bracket[];
  readonly width: number;
  readonly top: number;
  readonly bottom: number;
  readonly captionY: number;
  readonly kernelsY: number;
}

/** A row of a chain: where its start and its axis are, in px from those of the first. */
export interface Row {
  readonly layout: ChainLayout;
  readonly x: number;
  readonly y: number;
}

/** A chain laid out in rows under each other around the axis of the first, y = 0; sizes in px. */
export interface Rows {
  readonly rows: readonly Row[];
  readonly width: number;
  readonly top: number;
  readonly bottom: number;
  /** Upright line behind the rows, and the one before all but the first, that lead from row to row. */
  readonly turn: number;
  readonly margin: number;
}

/** Between two rows; the way from one to the other lies in its middle. In px. */
export const LINE_GAP = 30;

/** What layout needs to know of the figure. */
export interface Figure {
  readonly measure: Measure;
  readonly draw: (stage: Stage) => Drawing;
  /** Least way between bodies. */
  readonly gap: number;
  /** Items of chains that are drawn once for many. */
  readonly brackets: Brackets;
  /** Whether lower levels stand beside what is before them. */
  readonly stairs: boolean;
  /** How much less room than there is branches take, for what stands in one row with them, in px. */
  readonly squeeze: number;
  /** Lays out what stands in a chain, in rows no wider than `room` px; `leads` where a line comes in at its start. */
  readonly rows: (chain: Chain, leads: boolean, room: number) => Rows;
}

/** Top of a stage's caption, where those of its row begin at `captionY`. */
export function captionTop({ close, body }: StageEntry, captionY: number): number {
  return close ? body.bottom + LEADING + 5 : captionY;
}

/** Left end of an entry and of its caption. */
export function leftOf(entry: Entry): number {
  return entry.type === "stage"
    ? Math.min(entry.x, entry.captionX - entry.caption.width / 2)
    : entry.type === "parallel"
      ? entry.fork
      : entry.down;
}

/** Right end of an entry and of its caption. */
export function rightOf(entry: Entry): number {
  return entry.type === "stage"
    ? Math.max(entry.x + entry.body.width, entry.textAbove ? 0 : entry.captionX + entry.caption.width / 2)
    : entry.type === "parallel"
      ? entry.join
      : entry.up;
}
