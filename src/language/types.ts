import type { Colour } from "../../grammar/colours.ts";
import type { Code } from "../diagnostics/catalogue.ts";
import type { NamedKind } from "../ir/mentions.ts";

// What the service answers with. All of it is plain data that can be sent to another thread. Offsets are UTF-16 units from
// the start of a file's text; ranges are half-open.

/** A part of a text. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A part of a file's text. */
export interface Location extends Range {
  readonly file: string;
}

/** Text that takes the place of a part of a file. */
export interface TextEdit extends Location {
  readonly text: string;
}

/** Text that takes the place of a part of the text that was before all changes of the same call. */
export interface TextChange extends Range {
  readonly text: string;
}

/** Something that is wrong, or might be better. */
export interface Problem extends Location {
  readonly code: Code;
  readonly severity: "error" | "warning";
  /** What its code means, in a few words. */
  readonly title: string;
  readonly message: string;
  readonly labels: readonly (Location & { readonly text: string })[];
  readonly notes: readonly string[];
  readonly help?: string;
  readonly fix?: Action;
}

/** A change that a person may choose. */
export interface Action {
  readonly title: string;
  readonly kind: "fix" | "refactor";
  /** Whether it can't alter what was meant. */
  readonly safe: boolean;
  /** They do not overlap. */
  readonly edits: readonly TextEdit[];
}

/** What is told of a place. */
export interface Hover extends Range {
  /** Markdown. */
  readonly markdown: string;
}

/** What an entry of a completion is. */
export type CompletionKind = "keyword" | "layer" | "option" | "word" | "claim" | "unit" | "file" | NamedKind;

/** Something that may stand at a place. */
export interface Completion {
  readonly label: string;
  readonly kind: CompletionKind;
  /** What is put in; `${1:32}` are places to fill in, in their order. A `$` or `}` of the text itself has a `\` before it. */
  readonly snippet: string;
  /** In a few words. */
  readonly detail?: string;
  /** Markdown. */
  readonly documentation?: string;
}

/** What may stand at a place, and the part of the text that it takes the place of. */
export interface Completions extends Range {
  readonly items: readonly Completion[];
}

/** An entry of the outline. */
export interface OutlineItem extends Range {
  readonly name: string;
  readonly kind: NamedKind | "use" | "train" | "input" | "head";
  /** In a few words: the weights of a net, the kind of a task. */
  readonly detail?: string;
  /** The name itself. */
  readonly selection: Range;
  readonly children: readonly OutlineItem[];
}

/** Lines that can be folded away: all from the end of the first one on. */
export interface Fold extends Range {
  readonly kind: "body" | "comment";
}

/** The colour of a part of a text. */
export interface ColouredRange extends Range {
  readonly colour: Colour;
  /** What the name stands for. */
  readonly of?: NamedKind;
  /** Whether it is given here. */
  readonly defines?: true;
}

/** How a layer or a block is written, at a place inside of it. */
export interface Signature {
  readonly label: string;
  /** Markdown. */
  readonly documentation?: string;
  readonly parameters: readonly { readonly label: string; readonly documentation?: string }[];
  /** Index of the one at the place; undefined where there is none. */
  readonly active?: number;
}

/** What is shown behind a line, and is no part of the text. */
export interface InlayHint {
  readonly offset: number;
  readonly text: string;
}

/** Layers of a net that come out of a place. */
export interface LayersAt {
  readonly net: string;
  /** Ids of the layers. */
  readonly layers: readonly string[];
  /** The part of the text that they come from. */
  readonly place: Range;
}

/** Where a layer stands, and the uses of blocks and rounds of repeats that it comes out of, innermost first. */
export interface PlaceOf {
  readonly place: Location;
  readonly around: readonly Location[];
}

/** A name at a place, with all places where it is meant. */
export interface Renamable extends Range {
  readonly name: string;
}

/** Edits of all files in which a name stands, or why it can't have the new one. */
export type Rename = { readonly edits: readonly TextEdit[] } | { readonly refused: string };
