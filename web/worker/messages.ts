import type { ThemeName, ViewName, WidthName } from "../../src/diagram/index.ts";
import type { Completions, Fold, Hover, InlayHint } from "../../src/language/index.ts";

export type { Completion, Completions, Fold, Hover, InlayHint } from "../../src/language/index.ts";

/** A text of the project. Names are paths with `/`, relative to the project. */
export interface SpecFile {
  readonly name: string;
  readonly text: string;
}

/** How a net is drawn. */
export interface Drawing {
  /** `undefined` for the view that suits the net. */
  readonly view?: ViewName | undefined;
  /** `undefined` for what suits the view. */
  readonly depth?: number | "all" | undefined;
  readonly expand: readonly string[];
  readonly theme: ThemeName;
  /** What the figure is made for; `undefined` for as wide as it gets. */
  readonly width?: WidthName | undefined;
  /** Width in px at which rows wrap, where the figure is made for the screen. */
  readonly room?: number | undefined;
}

/** What the page wants to know of a project. */
export interface Wish {
  readonly files: readonly SpecFile[];
  /** The file that is compiled; the others are there to be imported. */
  readonly main: string;
  /** The net that is shown; the first of the file where it has none of that name. */
  readonly net?: string | undefined;
  /** Open sizes that are set. */
  readonly sizes: Readonly<Record<string, number>>;
  readonly drawing: Drawing;
}

/** Offsets in a file, in UTF-16 units. */
export interface Range {
  readonly file: string;
  readonly from: number;
  readonly to: number;
}

export interface TextEdit extends Range {
  readonly text: string;
}

export interface Repair {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/** Something that was found in a spec. */
export interface Found {
  readonly at: Range;
  readonly line: number;
  readonly severity: "error" | "warning";
  readonly code: string;
  readonly message: string;
  readonly notes: readonly string[];
  readonly help?: string | undefined;
  /** What this kind of message means. */
  readonly explanation: string;
  readonly fix?: Repair | undefined;
  /** Other places that matter. */
  readonly labels: readonly { readonly at: Range; readonly line: number; readonly text: string }[];
}

/** A layer, as its row in the table shows it. */
export interface Row {
  readonly id: string;
  readonly at: Range;
  readonly line: number;
  /** Lines of the compiled file that it comes from: its own, and those that use the blocks it stands in. */
  readonly lines: readonly number[];
  readonly cells: readonly string[];
}

export interface Column {
  readonly title: string;
  readonly align: "left" | "right";
}

/** A number that the source claims: true, false, or a known erratum. */
export interface ShownClaim {
  readonly state: "holds" | "fails" | "erratum";
  readonly at: Range;
  readonly line: number;
  readonly text: string;
}

/** A size that the spec leaves open. */
export interface ShownSize {
  readonly name: string;
  readonly value: number;
  /** Sizes that work, in ascending order. */
  readonly choices: readonly number[];
}

/** A picture, or why there is none. */
export type Picture =
  | { readonly svg: string; readonly width: number; readonly height: number; readonly description: string }
  | { readonly refusal: string };

export interface ViewChoice {
  readonly name: ViewName;
  readonly shows: string;
  /** Why it can't draw the net. */
  readonly refusal?: string | undefined;
}

/** The net that is shown. */
export interface ShownNet {
  readonly name: string;
  readonly complete: boolean;
  /** Its totals; for a net with a fault, what holds of them. */
  readonly summary: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  readonly claims: readonly ShownClaim[];
  readonly sizes: readonly ShownSize[];
  readonly conditions: readonly { readonly text: string; readonly strong: boolean }[];
  readonly view: ViewName;
  readonly views: readonly ViewChoice[];
  /** Names of its blocks, and how many levels of them there are. */
  readonly blocks: readonly string[];
  readonly levels: number;
  readonly picture: Picture;
}

/** All that the page shows of a project. */
export interface Seen {
  readonly main: string;
  readonly found: readonly Found[];
  readonly nets: readonly { readonly name: string; readonly at: Range }[];
  readonly net?: ShownNet | undefined;
}

export type FileType = "svg" | "pdf" | "pptx";

/** What is asked of the language service, and what it answers with. */
export interface Told {
  readonly hover: Hover | undefined;
  readonly complete: Completions;
  readonly folding: readonly Fold[];
  readonly hints: readonly InlayHint[];
}

/** A question about a place of the main file. */
export interface Asking {
  readonly files: readonly SpecFile[];
  readonly main: string;
  readonly about: keyof Told;
  readonly offset: number;
}

/** What the page asks of the worker. Answers bear the number of their question. */
export type Question =
  | { readonly kind: "see"; readonly number: number; readonly wish: Wish }
  | { readonly kind: "write"; readonly number: number; readonly wish: Wish; readonly type: FileType }
  | { readonly kind: "ask"; readonly number: number; readonly asking: Asking }
  | { readonly kind: "format"; readonly number: number; readonly file: SpecFile };

export type Answer =
  | { readonly kind: "see"; readonly number: number; readonly seen: Seen }
  | { readonly kind: "write"; readonly number: number; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: "ask"; readonly number: number; readonly told: Told[keyof Told] }
  | { readonly kind: "format"; readonly number: number; readonly text: string | undefined }
  /** The question could not be answered. */
  | { readonly kind: "failed"; readonly number: number; readonly message: string };
