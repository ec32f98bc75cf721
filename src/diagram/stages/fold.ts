import { groups } from "d3";
import { describeShape } from "../../ir/describe-shape.ts";
import type { CheckedNet, Node, Scope } from "../../ir/net.ts";
import { product, sameShape } from "../../shape/shape.ts";
import type { Span } from "../../source/source-file.ts";
import { BLOCK, familyOf } from "./stages.ts";

/** What of a net is drawn once, or as one box. */
export interface FoldOptions {
  /** Rounds of a repeat that are alike are drawn once. */
  readonly repeats: boolean;
  /** So many levels of blocks are open; all where absent. */
  readonly depth?: number;
  /** Blocks of these names are open at any depth. */
  readonly expand?: readonly string[];
}

/** Rounds that are drawn once. */
export interface Repeat {
  /** Ids of the layers of the round that is drawn. */
  readonly nodes: ReadonlySet<string>;
  readonly times: number;
  /** Weights of all rounds. */
  readonly weights: number;
  /** What the last round gives, where that has another shape than what the first one gives. */
  readonly end?: string;
}

/** A block that is drawn as one box. */
export interface Block {
  readonly name: string;
  /** Where it is used. */
  readonly span: Span;
  readonly layers: number;
  readonly weights: number;
}

/** A net with what was folded in it. Its totals and claims are those of the whole. */
export interface Folded {
  readonly net: CheckedNet;
  /** Outer ones first. */
  readonly repeats: readonly Repeat[];
  /** By the id of the node that stands for them. */
  readonly blocks: ReadonlyMap<string, Block>;
}

/** Folds what the source says more than once or in blocks of its own. A pure function. */
export function folded(net: CheckedNet, options: FoldOptions): Folded {
  if (!options.repeats && options.depth === undefined) return { net, repeats: [], blocks: new Map() };
  const once = options.repeats
    ? withoutRounds(net.nodes)
    : { nodes: net.nodes, repeats: [], kept: (id: string) => id };
  const { nodes, blocks, standsIn } = withBlocks(once.nodes, options);
  const repeats = once.repeats.map((repeat) => ({
    ...repeat,
    nodes: new Set([...repeat.nodes].map((id) => standsIn.get(id) ?? id)),
  }));
  const drawn = (id: string) => standsIn.get(once.kept(id)) ?? once.kept(id);
  const outputs = net.outputs.map((output) => ({ ...output, node: drawn(output.node) }));
  return { net: { ...net, nodes, outputs }, repeats, blocks };
}

function weightsOf(nodes: readonly Node[]): number {
  const own = nodes.filter(({ shares }) => shares === undefined);
  return own.reduce((sum, { weights }) => weights.reduce((all, { shape }) => all + product(shape), sum), 0);
}

/** The nodes without those of rounds that are like the one before; of a run of such rounds the first stays. */
function withoutRounds(nodes: readonly Node[]): {
  nodes: readonly Node[];
  repeats: Repeat[];
  /** Id of the node that is drawn for another. */
  kept: (id: string) => string;
} {
  const stays = new Map<string, string>();
  const repeats: Repeat[] = [];
  for (const rounds of repeatsOf(nodes)) {
    for (const run of runsOf(rounds)) {
      const first = run[0]!;
      if (run.length < 2 || stays.has(first[0]!.id)) continue;
      for (const round of run.slice(1))
        for (const [i, { id }] of round.entries()) stays.set(id, first[i]!.id);
      const [start, end] = [first.at(-1)!, run.at(-1)!.at(-1)!];
      repeats.push({
        nodes: new Set(first.map(({ id }) => id)),
        times: run.length,
        weights: weightsOf(run.flat()),
        ...(sameShape(start.output, end.output) ? {} : { end: describeShape(end) }),
      });
    }
  }
  const kept = (id: string): string => {
    const other = stays.get(id);
    return other === undefined ? id : kept(other);
  };
  const rest = nodes
    .filter(({ id }) => !stays.has(id))
    .map((node) => ({ ...node, inputs: node.inputs.map(kept) }));
  const left = new Set(rest.map(({ id }) => id));
  const shown = repeats
    .map((repeat) => ({ ...repeat, nodes: new Set([...repeat.nodes].filter((id) => left.has(id))) }))
    .filter((repeat) => repeat.nodes.size > 0);
  return { nodes: rest, repeats: shown, kept };
}

/** The rounds of every repeat, outer repeats first. */
function repeatsOf(nodes: readonly Node[]): Node[][][] {
  const found = new Map<number, { depth: number; rounds: Map<number, Node[]> }>();
  for (const node of nodes) {
    node.scopes.forEach(({ kind, instance, index }, depth) => {
      if (kind !== "repeat") return;
      const repeat = found.get(instance) ?? { depth, rounds: new Map<number, Node[]>() };
      found.set(instance, repeat);
      const round = repeat.rounds.get(index);
      if (round) round.push(node);
      else repeat.rounds.set(index, [node]);
    });
  }
  return [...found.values()].sort((a, b) => a.depth - b.depth).map(({ rounds }) => [...rounds.values()]);
}

/** Runs of rounds that follow each other and are alike. */
function runsOf(rounds: readonly Node[][]): Node[][][] {
  const runs: Node[][][] = [];
  for (const round of rounds) {
    const run = runs.at(-1);
    if (run && areAlike(run[0]!, run.at(-1)!, round)) run.push(round);
    else runs.push([round]);
  }
  return runs;
}

/** Whether a round does to what the one `before` gives what the first of its run does to what it takes. */
function areAlike(first: readonly Node[], before: readonly Node[], round: readonly Node[]): boolean {
  if (first.length !== round.length) return false;
  const places = (nodes: readonly Node[]) => new Map(nodes.map(({ id }, i) => [id, i]));
  const [inFirst, inBefore, inRound] = [first, before, round].map(places) as [
    Map<string, number>,
    Map<string, number>,
    Map<string, number>,
  ];
  return round.every((node, i) => {
    const model = first[i]!;
    return (
      node.kind === model.kind &&
      (node.label === model.label || familyOf(node) === "regularisation") &&
      node.inputs.length === model.inputs.length &&
      node.inputs.every((id, j) => {
        const taken = model.inputs[j]!;
        if (inRound.has(id)) return inFirst.get(taken) === inRound.get(id);
        // What comes from outside the round is what the round before gives, or what all rounds take.
        return !inFirst.has(taken) && (inBefore.has(id) || id === taken);
      })
    );
  });
}

/** The nodes with one for each block that is not open. */
function withBlocks(
  nodes: readonly Node[],
  { depth = Number.POSITIVE_INFINITY, expand = [] }: FoldOptions,
): { nodes: readonly Node[]; blocks: Map<string, Block>; standsIn: Map<string, string> } {
  const closed = new Map<string, Scope>();
  for (const node of nodes) {
    let level = 0;
    for (const scope of node.scopes) {
      if (scope.kind !== "block" && scope.kind !== "nest" && scope.kind !== "shared") continue;
      level++;
      if (level <= depth || expand.includes(scope.name)) continue;
      closed.set(node.id, scope);
      break;
    }
  }
  const standsIn = new Map<string, string>();
  const blocks = new Map<string, Block>();
  const last = new Map<string, Node[]>();
  for (const members of groups(
    nodes.filter(({ id }) => closed.has(id)),
    ({ id }) => closed.get(id)!.instance,
  ).map(([, each]) => each)) {
    const end = members.at(-1)!;
    for (const { id } of members) standsIn.set(id, end.id);
    last.set(end.id, members);
    blocks.set(end.id, {
      name: closed.get(end.id)!.name,
      span: closed.get(end.id)!.span,
      layers: members.length,
      weights: weightsOf(members),
    });
  }
  const made = nodes.flatMap((node): Node[] => {
    const members = last.get(node.id);
    if (!members) return standsIn.has(node.id) ? [] : [moved(node, [node], standsIn)];
    const { name, span } = closed.get(node.id)!;
    const task = members.find((member) => member.task !== undefined)?.task;
    const { shares: _, name: __, task: ___, ...rest } = node;
    const block = { ...rest, kind: BLOCK, label: name, params: {}, span, ...(task ? { task } : {}) };
    return [moved({ ...block, weights: members.flatMap(({ weights }) => weights) }, members, standsIn)];
  });
  return { nodes: made, blocks, standsIn };
}

/** A node that takes all that its members take from others. */
function moved(node: Node, members: readonly Node[], standsIn: ReadonlyMap<string, string>): Node {
  const own = new Set(members.map(({ id }) => id));
  const inputs = members.flatMap((member) => member.inputs.filter((id) => !own.has(id)));
  const led = inputs.map((id) => standsIn.get(id) ?? id);
  return { ...node, inputs: members.length > 1 ? [...new Set(led)] : led };
}
