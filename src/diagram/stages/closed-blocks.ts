import { groups } from "d3";
import type { Node } from "../../ir/net.ts";
import type { Span } from "../../source/source-file.ts";
import { type Counts, countsOf, summed } from "./counts.ts";
import { BLOCK } from "./kinds.ts";

/** A block that is drawn as one box. */
export interface Block {
  readonly name: string;
  /** Where it is used. */
  readonly span: Span;
  /** Its layers in their order; what they take from each other and from elsewhere is as it was. */
  readonly members: readonly Node[];
}

/** Nodes with one for each block that is not open. */
export interface Closed {
  readonly nodes: readonly Node[];
  readonly blocks: ReadonlyMap<string, Block>;
  readonly counts: ReadonlyMap<string, Counts>;
  /** Id of the node that stands for a layer in a block. */
  readonly standsIn: ReadonlyMap<string, string>;
}

interface Depth {
  readonly depth?: number;
  readonly expand?: readonly string[];
}

/** Closes the blocks below `depth` levels. What stands for one has the scopes that the block itself stands in. */
export function withBlocks(
  nodes: readonly Node[],
  { depth = Number.POSITIVE_INFINITY, expand = [] }: Depth,
): Closed {
  const places = new Map<string, number>();
  for (const { id, scopes } of nodes) {
    let level = 0;
    const place = scopes.findIndex(({ kind, name }) => {
      if (kind !== "block" && kind !== "nest" && kind !== "shared") return false;
      level++;
      return level > depth && !expand.includes(name);
    });
    if (place >= 0) places.set(id, place);
  }
  const closed = nodes.filter(({ id }) => places.has(id));
  const scopeOf = ({ id, scopes }: Node) => scopes[places.get(id)!]!;
  const standsIn = new Map<string, string>();
  const blocks = new Map<string, Block>();
  const counts = new Map<string, Counts>();
  for (const [, members] of groups(closed, (node) => scopeOf(node).instance)) {
    const end = members.at(-1)!;
    for (const { id } of members) standsIn.set(id, end.id);
    const { name, span } = scopeOf(end);
    blocks.set(end.id, { name, span, members });
    counts.set(end.id, summed(members.map(countsOf)));
  }
  const made = nodes.flatMap((node): Node[] => {
    const block = blocks.get(node.id);
    if (!block) return standsIn.has(node.id) ? [] : [leading(node, [node], standsIn)];
    const { name: label, span, members } = block;
    const task = members.find((member) => member.task !== undefined)?.task;
    const { shares: _, name: __, task: ___, ...rest } = node;
    return [
      {
        ...leading(rest, members, standsIn),
        kind: BLOCK,
        label,
        params: {},
        span,
        weights: members.flatMap(({ weights }) => weights),
        scopes: node.scopes.slice(0, places.get(node.id)!),
        ...(task ? { task } : {}),
      },
    ];
  });
  return { nodes: made, blocks, counts, standsIn };
}

/** A node that takes all that its members take from others. */
function leading(node: Node, members: readonly Node[], standsIn: ReadonlyMap<string, string>): Node {
  const own = new Set(members.map(({ id }) => id));
  const inputs = members.flatMap((member) => member.inputs.filter((id) => !own.has(id)));
  const led = inputs.map((id) => standsIn.get(id) ?? id);
  return { ...node, inputs: members.length > 1 ? [...new Set(led)] : led };
}
