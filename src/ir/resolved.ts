import type { Grid } from "../layers/parameters.ts";
import type { LayerKind, LayerWord } from "../layers/registry.ts";
import type { Span } from "../source/source-file.ts";
import type { ClaimSyntax, Expression, Name, Sizes } from "./ast.ts";
import type { Field, Kernel, Task } from "./net.ts";
import type { DataSource, Training } from "./program.ts";

/** A layer's parameter with its form known, and its sizes not yet evaluated. */
export type Argument =
  | { readonly form: "count" | "ratio" | "number"; readonly value: Expression; readonly span: Span }
  | { readonly form: "extent" | "margin"; readonly sizes: readonly Expression[]; readonly span: Span }
  | { readonly form: "window"; readonly sizes: readonly Expression[] | "all"; readonly span: Span }
  | { readonly form: "kernels"; readonly count: Expression; readonly extent: Sizes; readonly span: Span }
  | {
      readonly form: "grids";
      readonly grids: readonly { readonly name: string; readonly grid: Grid }[];
      readonly span: Span;
    }
  | { readonly form: "grid"; readonly grid: Grid; readonly span: Span }
  | { readonly form: "bias"; readonly bias: false | Grid; readonly span: Span }
  | { readonly form: "flag"; readonly value: boolean; readonly span: Span };

export type Arguments = { readonly [name: string]: Argument };

interface Step {
  readonly as?: Name;
  readonly claims: readonly ClaimSyntax[];
  readonly span: Span;
}

export interface LayerStep extends Step {
  readonly type: "layer";
  readonly kind: LayerWord;
  readonly arguments: Arguments;
  /** Values that a join takes besides the current one. */
  readonly operands: readonly Name[];
}

export interface HeadStep extends Step {
  readonly type: "head";
  readonly task: Task;
  readonly arguments: Arguments;
}

/** What stands for each parameter of a block; undefined where its own fallback holds. */
export type BlockValues = readonly (Expression | undefined)[];

export interface UseStep extends Step {
  readonly type: "use";
  /** Key of the block in the program. */
  readonly block: string;
  /** One for a plain use. With several, each stands in the hole of the one before it. */
  readonly levels: readonly BlockValues[];
  /** Whether training leaves its weights as they are. */
  readonly frozen: boolean;
  /** What fills the hole of the last level; empty for a block without one. */
  readonly filling: readonly ResolvedStep[];
}

/** The hole of the block that it stands in. */
export interface HoleStep extends Step {
  readonly type: "hole";
}

export interface RepeatStep extends Step {
  readonly type: "repeat";
  readonly count: Expression;
  /** Name of the round's number. */
  readonly counter?: string;
  readonly body: readonly ResolvedStep[];
}

export interface IfStep extends Step {
  readonly type: "if";
  /** The first one that holds is taken. */
  readonly choices: readonly { readonly condition: Expression; readonly body: readonly ResolvedStep[] }[];
  /** Taken where none holds; may be empty. */
  readonly otherwise: readonly ResolvedStep[];
}

export interface BranchesStep extends Step {
  readonly type: "branches";
  readonly join: LayerKind;
  readonly branches: readonly (readonly ResolvedStep[])[];
}

/** Gives layers a name; they are put in where it is used. */
export interface SharedStep extends Step {
  readonly type: "shared";
  readonly name: Name;
  readonly body: readonly ResolvedStep[];
}

/** Puts in what is shared. */
export interface SharedUseStep extends Step {
  readonly type: "shared use";
  readonly name: Name;
  /** Whether training leaves its weights as they are. */
  readonly frozen: boolean;
}

/** Goes on from an earlier value. */
export interface FromStep extends Step {
  readonly type: "from";
  readonly value: Name;
}

/** Stands where a statement was reported: what comes out of it is unknown, and so is what follows. */
export interface FaultStep extends Step {
  readonly type: "fault";
  /** Names that the statement gives, or may have been meant to give. */
  readonly names: readonly string[];
}

export type ResolvedStep =
  | LayerStep
  | HeadStep
  | UseStep
  | HoleStep
  | RepeatStep
  | IfStep
  | BranchesStep
  | SharedStep
  | SharedUseStep
  | FromStep
  | FaultStep;

export interface ResolvedInput {
  readonly form: "image" | "volume" | "samples" | "fields";
  readonly sizes: readonly Expression[];
  readonly fields: readonly Field[];
  readonly group?: string;
  readonly rate?: Expression;
  /** What black and white are given to the net as. */
  readonly range?: readonly [from: number, to: number];
  readonly as?: Name;
  readonly claims: readonly ClaimSyntax[];
  readonly span: Span;
}

export interface Expectation {
  readonly claims: readonly ClaimSyntax[];
  readonly source?: string;
  readonly span: Span;
}

export interface BlockParameter {
  readonly name: string;
  /** What it is where a use says nothing; `fault` where that can't be told, which was reported. */
  readonly fallback?: Expression | "fault";
}

export interface ResolvedBlock {
  readonly name: Name;
  readonly parameters: readonly BlockParameter[];
  /** Whether it is put around something. */
  readonly around: boolean;
  readonly body: readonly ResolvedStep[];
}

export interface ResolvedNet {
  readonly name: Name;
  readonly span: Span;
  /** At least one; each of several has a name. */
  readonly inputs: readonly ResolvedInput[];
  /** Names in the sizes of the inputs: sizes that the spec leaves open. */
  readonly symbols: readonly Name[];
  readonly body: readonly ResolvedStep[];
  readonly expectations: readonly Expectation[];
}

/** The typed IR: every name points to what it means, and sizes are still expressions. */
export interface ResolvedProgram {
  readonly kernels: readonly Kernel[];
  readonly tasks: readonly Task[];
  readonly blocks: ReadonlyMap<string, ResolvedBlock>;
  readonly nets: readonly ResolvedNet[];
  readonly data: readonly DataSource[];
  readonly trainings: readonly Training[];
}
