import type { BlockSyntax, LayerSyntax, Name } from "../../ir/ast.ts";
import type { NestedMap } from "../../ir/nested-map.ts";
import type { Task } from "../../ir/net.ts";
import type { ArgumentContext } from "./arguments.ts";

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
  readonly hole?: string;
  /** Names that `as` has given so far. */
  readonly names?: NestedMap<Name>;
  /** What is shared here, by name. */
  readonly shared?: ReadonlyMap<string, Name>;
}
