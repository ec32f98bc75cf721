import type { Fix } from "../../diagnostics/fix.ts";
import type { CheckedNet, Node } from "../../ir/net.ts";
import type { LayerDefinition } from "../../layers/definition.ts";
import type { Shape } from "../../shape/shape.ts";
import type { SourceFile } from "../../source/source-file.ts";

/** One layer with its neighbourhood, as a piece of advice looks at it. */
export interface View {
  readonly net: CheckedNet;
  readonly node: Node;
  readonly source: SourceFile;
  readonly definition: LayerDefinition;
  /** Nodes that feed it. */
  readonly inputs: readonly Node[];
  /** Nodes that take its output. */
  readonly consumers: readonly Node[];
  /** Whether the net gives its value. */
  readonly isOutput: boolean;
  /** Whether other nodes have the same weights: what is behind this one need not be behind those. */
  readonly isShared: boolean;
  /** The node behind it in the order of the source. */
  readonly next: Node | undefined;
  /** Whether nothing that was made before it is used behind it: all that follows knows the input through it alone. */
  readonly soleWay: boolean;
  /** Shape of its first input; its own output where it has none. */
  readonly input: Shape;
  /** Ids of the nodes with weights that an answer teaches which is known; those that share weights are one. */
  readonly taught: ReadonlySet<string>;
  definitionOf(node: Node): LayerDefinition;
  inputsOf(node: Node): readonly Node[];
}

/** What is found at one layer, or undefined. */
export interface Finding {
  readonly message: string;
  readonly help: string;
  readonly fix?: Fix | undefined;
}

/** Looks for one thing that is rarely meant. */
export type Advice = (view: View) => Finding | undefined;
