import type { Sink } from "../../diagnostics/diagnostic.ts";
import type { BlockSyntax, LayerSyntax, Name } from "../../ir/ast.ts";
import type { Mentions } from "../../ir/mentions.ts";
import type { NestedMap } from "../../ir/nested-map.ts";
import type { Kernel, Task } from "../../ir/net.ts";

/** What a layer's words may refer to. */
export interface ArgumentContext {
  readonly sink: Sink;
  /** Undefined for a kernel whose grid was reported. */
  readonly kernels: ReadonlyMap<string, Kernel | undefined>;
  /** Names of definitions of an unknown kind that could not be read. */
  readonly unreadable: ReadonlySet<string>;
  /** Names that expressions may use: the block's parameters, and numbers of rounds. */
  readonly variables: ReadonlyMap<string, Name>;
  /** Where uses of names are noted. */
  readonly mentions: Mentions;
  /** Where a kernel, a task or a block was given its name. */
  named(kind: "kernel" | "task" | "block", name: string): Name | undefined;
  /** What an unknown word in the place of a number may have been meant as. */
  words?(): readonly string[];
  /** Whether a word is a layer or block, to tell a forgotten comma. */
  isLayer(name: string): boolean;
}

/** What statements may refer to. */
export interface BodyContext extends ArgumentContext {
  readonly tasks: ReadonlyMap<string, Task | undefined>;
  /** Undefined for a block that could not be read. */
  readonly blocks: ReadonlyMap<string, BlockSyntax | undefined>;
  /** Key of a block in the typed IR. */
  keyOf(block: BlockSyntax): string;
  /** Uses of blocks that would contain themselves; they were reported. */
  readonly recursive: ReadonlySet<LayerSyntax>;
}

/** Where statements stand. */
export interface Place {
  readonly inBlock: boolean;
  /** What the block calls that which it is put around. */
  readonly hole?: Name;
  /** Names that `as` has given so far. */
  readonly names?: NestedMap<Name>;
  /** What is shared here, by name. */
  readonly shared?: ReadonlyMap<string, Name>;
}
