import type { Span } from "../source/source-file.ts";

/** A name with its place. */
export interface Name {
  readonly text: string;
  readonly span: Span;
}

export type BinaryOperator =
  | "+"
  | "-"
  | "*"
  | "/"
  | "%"
  | "<"
  | "<="
  | ">"
  | ">="
  | "=="
  | "!="
  | "and"
  | "or";

export type Expression =
  | {
      readonly type: "number";
      /** The nearest number that a computer has. */
      readonly value: number;
      /** All of its digits, where it may be another one. */
      readonly text?: string;
      readonly span: Span;
    }
  | { readonly type: "name"; readonly name: string; readonly span: Span }
  | { readonly type: "negate" | "not"; readonly operand: Expression; readonly span: Span }
  | {
      readonly type: "call";
      readonly name: Name;
      readonly arguments: readonly Expression[];
      readonly span: Span;
    }
  | {
      readonly type: "binary";
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
      readonly span: Span;
    };

/** `3`, `28x28x1`, `H x W`: one size or several. */
export interface Sizes {
  readonly sizes: readonly Expression[];
  readonly span: Span;
}

/** Rows of numbers between brackets; planes are separated by `|`. */
export interface GridLiteral {
  readonly planes: readonly { readonly rows: readonly GridRow[] }[];
  /** Whether a row could not be read. */
  readonly broken?: boolean;
  readonly span: Span;
}

export interface GridRow {
  readonly values: readonly number[];
  readonly span: Span;
}

/** What may follow a layer's name, separated by spaces. */
export type Word =
  | { readonly type: "sizes"; readonly value: Sizes; readonly span: Span }
  | { readonly type: "kernels"; readonly count: Sizes; readonly extent: Sizes; readonly span: Span }
  | { readonly type: "names"; readonly names: readonly Name[]; readonly span: Span }
  | { readonly type: "grid"; readonly grid: GridLiteral; readonly span: Span }
  | { readonly type: "text"; readonly text: string; readonly span: Span }
  | { readonly type: "no"; readonly name: Name; readonly span: Span };

interface ClaimedValue {
  readonly value: Sizes;
  /** What is true in place of `value`, which the source says all the same: `36 weights but 44`. */
  readonly but?: Sizes;
  readonly span: Span;
}

/** `26x26x4` or `36 weights`. */
export type ClaimSyntax =
  | (ClaimedValue & { readonly type: "shape" })
  | (ClaimedValue & { readonly type: "count"; readonly count: Name });

/** `64` or `k = 3`; `k = [3, 5, 7]` is a list. */
export interface ArgumentSyntax {
  readonly name?: Name;
  readonly values: readonly Expression[];
  readonly list: boolean;
  readonly span: Span;
}

/** A layer, or a use of a block: which of them is known once names are resolved. */
export interface LayerSyntax {
  readonly type: "layer";
  readonly name: Name;
  /** What stands in parentheses right after the name; undefined where there are none. */
  readonly arguments?: readonly ArgumentSyntax[];
  readonly words: readonly Word[];
  /** What fills the hole of an `around` block. */
  readonly body?: readonly Statement[];
  readonly as?: Name;
  readonly claims: readonly ClaimSyntax[];
  readonly span: Span;
}

export interface RepeatSyntax {
  readonly type: "repeat";
  readonly count: Expression;
  /** Name of the round's number, which starts at 0. */
  readonly counter?: Name;
  readonly body: readonly Statement[];
  readonly as?: Name;
  readonly claims: readonly ClaimSyntax[];
  readonly span: Span;
}

/** `if c { … } else if d { … } else { … }`. */
export interface IfSyntax {
  readonly type: "if";
  readonly choices: readonly { readonly condition: Expression; readonly body: readonly Statement[] }[];
  readonly otherwise?: readonly Statement[];
  readonly as?: Name;
  readonly claims: readonly ClaimSyntax[];
  readonly span: Span;
}

/** `nest level(16, 32) { … }`: a block around itself, one level an argument. */
export interface NestSyntax {
  readonly type: "nest";
  readonly level: LayerSyntax;
  readonly as?: Name;
  readonly claims: readonly ClaimSyntax[];
  readonly span: Span;
}

export interface BranchesSyntax {
  readonly type: "branches";
  readonly join: Name;
  readonly branches: readonly (readonly Statement[])[];
  readonly as?: Name;
  readonly claims: readonly ClaimSyntax[];
  readonly span: Span;
}

export interface FieldSyntax {
  readonly name: Name;
  readonly unit?: string;
}

export interface InputSyntax {
  readonly type: "input";
  /** `image`, `volume`, `samples`, or `fields`. */
  readonly form: "image" | "volume" | "samples" | "fields";
  readonly sizes?: Sizes;
  /** Name of a group of fields: `patient`. */
  readonly group?: Name;
  readonly fields?: readonly FieldSyntax[];
  /** Whether a field could not be read. */
  readonly broken?: boolean;
  /** Samples a second. */
  readonly rate?: Expression;
  /** What black and white are given to the net as. */
  readonly range?: Range;
  readonly as?: Name;
  readonly claims: readonly ClaimSyntax[];
  readonly span: Span;
}

export interface ExpectSyntax {
  readonly type: "expect";
  readonly claims: readonly ClaimSyntax[];
  readonly source?: string;
  readonly span: Span;
}

/** What is known of the tokens in the place of which a `Broken` one stands. */
export interface Replaced {
  /** Words in it: each may have been meant to name something. */
  readonly names: readonly string[];
}

/** A statement that could not be read; it was reported. */
export interface BrokenSyntax extends Replaced {
  readonly type: "broken";
  readonly span: Span;
}

/** `shared eye { … }`: layers whose weights are the same wherever the name is used. */
export interface SharedSyntax {
  readonly type: "shared";
  readonly name: Name;
  readonly body: readonly Statement[];
  readonly span: Span;
}

/** `from features`: what follows takes this value. */
export interface FromSyntax {
  readonly type: "from";
  readonly value: Name;
  readonly span: Span;
}

export type Statement =
  | LayerSyntax
  | RepeatSyntax
  | IfSyntax
  | BranchesSyntax
  | NestSyntax
  | SharedSyntax
  | FromSyntax
  | InputSyntax
  | ExpectSyntax
  | BrokenSyntax;

export interface KernelSyntax {
  readonly type: "kernel";
  readonly name: Name;
  readonly grid: GridLiteral;
  readonly span: Span;
}

/** `f`, or `k = 3`. */
export interface ParameterSyntax {
  readonly name: Name;
  /** What holds where a use does not say. */
  readonly fallback?: Expression;
}

export interface BlockSyntax {
  readonly type: "block";
  readonly name: Name;
  readonly parameters: readonly ParameterSyntax[];
  /** What stands in the body for that which the block is put around. */
  readonly hole?: Name;
  readonly body: readonly Statement[];
  readonly span: Span;
}

/** `from 0 to 100`. */
export interface Range {
  readonly from: number;
  readonly to: number;
  readonly span: Span;
}

/** `"ejection fraction" in % from 0 to 100`. */
export interface TaskItem {
  readonly name: Name;
  readonly unit?: string;
  readonly range?: Range;
  readonly span: Span;
}

export interface TaskSyntax {
  readonly type: "task";
  readonly name: Name;
  readonly kind: Name;
  /** `cluster 4`: how many groups there are. */
  readonly count?: { readonly value: number; readonly span: Span };
  /** `segment every 256`: how many places one answer is for. */
  readonly every?: { readonly value: number; readonly span: Span };
  readonly items: readonly TaskItem[];
  /** Whether an item could not be read. */
  readonly broken?: boolean;
  readonly span: Span;
}

export interface NetSyntax {
  readonly type: "net";
  readonly name: Name;
  readonly body: readonly Statement[];
  readonly span: Span;
}

/** One entry between the braces of `data` or `train`: words up to a comma, a semicolon or a new line. */
export interface Entry {
  readonly words: readonly Word[];
  /** What stands in braces of its own behind them: `weights { normal 1, rare 5 }`. */
  readonly entries?: readonly Entry[];
  readonly span: Span;
}

export interface DataSyntax {
  readonly type: "data";
  readonly name: Name;
  readonly kind: Name;
  readonly words: readonly Word[];
  readonly entries: readonly Entry[];
  /** Whether an entry could not be read. */
  readonly broken?: boolean;
  readonly span: Span;
}

export interface TrainSyntax {
  readonly type: "train";
  readonly net: Name;
  readonly data: Name;
  readonly entries: readonly Entry[];
  /** Whether an entry could not be read. */
  readonly broken?: boolean;
  readonly span: Span;
}

/** `use residual, stage from "blocks.cnn"`. */
export interface UseSyntax {
  readonly type: "use";
  readonly names: readonly Name[];
  readonly path: Name;
  readonly span: Span;
}

export type Declaration =
  | KernelSyntax
  | TaskSyntax
  | BlockSyntax
  | NetSyntax
  | DataSyntax
  | TrainSyntax
  | UseSyntax;

/** A declaration that could not be read. What refers to it is no second mistake. */
export interface Broken {
  /** Undefined where not even the word before the name is one. */
  readonly type: Declaration["type"] | undefined;
  /** Empty where there is none: any name may be meant. */
  readonly name: string;
}

export interface Tree {
  /** Trees of the files that `use` names, by the path that it gives; undefined where that was reported. */
  readonly imports?: ReadonlyMap<string, Tree | undefined>;
  /** Where its text stands among the texts of all files; 0 for the spec itself. */
  readonly base?: number;
  readonly declarations: readonly Declaration[];
  readonly broken: readonly Broken[];
}
