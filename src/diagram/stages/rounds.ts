import { describeShape } from "../../ir/describe-shape.ts";
import type { Node } from "../../ir/net.ts";
import { layerOf } from "../../layers/registry.ts";
import { sameShape } from "../../shape/shape.ts";
import type { Span } from "../../source/source-file.ts";
import type { Block, Closed } from "./closed-blocks.ts";
import { type Counts, countsOf, summed } from "./counts.ts";
import type { Repeat } from "./foldings.ts";

/** Rounds with other weights each are drawn once where so many follow each other: two are drawn both. */
const LEAST_DIFFERING = 3;

/** Nodes of which each stands for all rounds that are like its own. */
export interface Once {
  readonly nodes: readonly Node[];
  readonly repeats: readonly Repeat[];
  readonly repeatOf: ReadonlyMap<string, Repeat>;
  readonly counts: ReadonlyMap<string, Counts>;
  /** Id of the node that is drawn for another. */
  readonly kept: (id: string) => string;
}

type Draft = { -readonly [K in keyof Repeat]: Repeat[K] } & { outer?: Draft };

/**
 * The nodes without those of rounds that are like the one before; of a run of such rounds the first stays. Inner repeats are
 * folded first, so that rounds are alike only if what is folded in them is.
 *
 * @param apart offsets of repeats that stay as they are
 */
export function roundsOnce({ nodes, blocks, counts: ofBlocks }: Closed, apart: ReadonlySet<number>): Once {
  const stays = new Map<string, string>();
  const repeatOf = new Map<string, Draft>();
  const counts = new Map(ofBlocks);
  const users = usersOf(nodes);
  const kept = (id: string): string => {
    let at = id;
    for (let next = stays.get(at); next !== undefined; next = stays.get(at)) at = next;
    return at;
  };
  const held = (node: Node) => counts.get(node.id) ?? countsOf(node);
  const led = (node: Node): Node => ({ ...node, inputs: node.inputs.map(kept) });
  const outermost = (id: string): Draft | undefined => {
    let repeat = repeatOf.get(id);
    while (repeat?.outer) repeat = repeat.outer;
    return repeat;
  };

  for (const { span, rounds } of repeatsOf(nodes)) {
    if (apart.has(span.start)) continue;
    const left = rounds.map((round) => round.filter(({ id }) => !stays.has(id)).map(led));
    for (const { rounds: run, differ } of runsOf(left, joins)) {
      const [first, last] = [run[0]!, run.at(-1)!];
      const [start, end] = [first.at(-1)!, last.at(-1)!];
      const repeat: Draft = {
        times: run.length,
        differ,
        weights: 0,
        span,
        ...(sameShape(start.output, end.output) ? {} : { end: describeShape(end) }),
      };
      const ids = new Set(first.map(({ id }) => id));
      first.forEach((node, i) => {
        const inner = outermost(node.id);
        if (inner === undefined) repeatOf.set(node.id, repeat);
        else if (inner !== repeat) inner.outer = repeat;
        if (differ) {
          const { rounds: inside } = held(node);
          counts.set(node.id, {
            ...summed(run.map((round) => held(round[i]!))),
            rounds: inside * run.length,
          });
        }
        const own = (users.get(node.id) ?? []).filter((id) => ids.has(kept(id)));
        users.set(node.id, [...own, ...(users.get(last[i]!.id) ?? [])]);
      });
      for (const round of run.slice(1))
        for (const [i, { id }] of round.entries()) stays.set(id, first[i]!.id);
    }
  }

  /** Whether a round may follow those of a run: it does to the last of them what that does to the one before. */
  function joins(run: readonly Node[][], round: readonly Node[], same: boolean): boolean {
    const [first, before, earlier] = [run[0]!, run.at(-1)!, run.at(-2)];
    if (first.length !== round.length || first.length === 0) return false;
    const [inFirst, inBefore, inRound] = [first, before, round].map(placesOf) as [Places, Places, Places];
    const inEarlier = earlier && placesOf(earlier);
    const taken = new Map<string, string>();
    const repeats = new Map<Draft, Draft>();
    const alike = round.every((node, i) => {
      const model = first[i]!;
      if (formOf(node, blocks) !== formOf(model, blocks)) return false;
      if (same && weightsOf(node, blocks) !== weightsOf(model, blocks)) return false;
      if (same && held(node).weights !== held(model).weights) return false;
      if (node.inputs.length !== model.inputs.length) return false;
      if (!inAlike(repeatOf.get(model.id), repeatOf.get(node.id), repeats)) return false;
      return node.inputs.every((id, j) => {
        const other = model.inputs[j]!;
        if (inRound.has(id)) return inFirst.get(other) === inRound.get(id);
        // What comes from outside the round is what the round before gives, or what all rounds take.
        if (inFirst.has(other) || (taken.get(other) ?? id) !== id) return false;
        taken.set(other, id);
        if (!inBefore.has(id)) return id === other;
        return !inEarlier || inEarlier.get(before[i]!.inputs[j]!) === inBefore.get(id);
      });
    });
    // What is taken out of a round tells it from the others.
    const inside = (id: string) => inBefore.has(id) || inRound.has(id);
    return alike && before.every(({ id }) => (users.get(id) ?? []).every((user) => inside(kept(user))));
  }

  const rest = nodes.filter(({ id }) => !stays.has(id)).map(led);
  const repeats = new Set<Draft>();
  for (const node of rest) {
    let { weights } = held(node);
    for (let repeat = repeatOf.get(node.id); repeat; repeat = repeat.outer) {
      if (!repeat.differ) weights *= repeat.times;
      repeat.weights += weights;
      repeats.add(repeat);
    }
  }
  return {
    nodes: rest,
    repeats: [...repeats].sort((a, b) => depthOf(a) - depthOf(b)),
    repeatOf,
    counts,
    kept,
  };
}

type Places = ReadonlyMap<string, number>;

function placesOf(nodes: readonly Node[]): Places {
  return new Map(nodes.map(({ id }, i) => [id, i]));
}

/** By the id of a node, those of the nodes that take it. */
function usersOf(nodes: readonly Node[]): Map<string, string[]> {
  const users = new Map<string, string[]>();
  for (const { id, inputs } of nodes)
    for (const input of inputs) {
      const known = users.get(input);
      if (known) known.push(id);
      else users.set(input, [id]);
    }
  return users;
}

/** How many repeats a repeat stands in. */
function depthOf(repeat: Repeat): number {
  let depth = 0;
  for (let at = repeat.outer; at; at = at.outer) depth++;
  return depth;
}

interface Rounds {
  readonly span: Span;
  readonly rounds: readonly Node[][];
}

/** The rounds of every repeat, inner repeats first. */
function repeatsOf(nodes: readonly Node[]): Rounds[] {
  const found = new Map<number, { depth: number; span: Span; rounds: Map<number, Node[]> }>();
  for (const node of nodes) {
    node.scopes.forEach(({ kind, instance, index, span }, depth) => {
      if (kind !== "repeat") return;
      const repeat = found.get(instance) ?? { depth, span, rounds: new Map<number, Node[]>() };
      found.set(instance, repeat);
      const round = repeat.rounds.get(index);
      if (round) round.push(node);
      else repeat.rounds.set(index, [node]);
    });
  }
  return [...found.values()]
    .sort((a, b) => b.depth - a.depth)
    .map(({ span, rounds }) => ({ span, rounds: [...rounds.values()] }));
}

interface Run {
  readonly rounds: readonly Node[][];
  /** Whether each of the rounds has other weights. */
  readonly differ: boolean;
}

/** Runs of rounds that follow each other and are drawn once. */
function runsOf(
  rounds: readonly Node[][],
  joins: (run: readonly Node[][], round: readonly Node[], same: boolean) => boolean,
): Run[] {
  const same: Node[][][] = [];
  for (const round of rounds) {
    const run = same.at(-1);
    if (run && joins(run, round, true)) run.push(round);
    else same.push([round]);
  }
  const runs: Run[] = [];
  let growing: Node[][] = [];
  const end = () => {
    if (growing.length >= LEAST_DIFFERING) runs.push({ rounds: growing, differ: true });
    growing = [];
  };
  for (const run of same) {
    if (run.length > 1) {
      end();
      runs.push({ rounds: run, differ: false });
    } else {
      if (growing.length > 0 && !joins(growing, run[0]!, false)) end();
      growing.push(run[0]!);
    }
  }
  end();
  return runs;
}

/** What a node does, without its weights and what it takes. */
function formOf(node: Node, blocks: ReadonlyMap<string, Block>): string {
  const block = blocks.get(node.id);
  if (!block) return ownForm(node);
  const places = placesOf(block.members);
  const forms = block.members.map(
    (member) => `${ownForm(member)} of ${member.inputs.map((id) => places.get(id) ?? "-").join(" ")}`,
  );
  return [block.name, ...forms].join("\n");
}

function ownForm({ kind, label, task, name }: Node): string {
  // How much regularisation takes away changes from round to round in many nets.
  const said = layerOf(kind)?.family === "regularisation" ? "" : label;
  return [kind, said, ...(task === undefined ? [] : [task, name])].join(" ");
}

/** The sizes of a node's weights, and which of them are those of another. */
function weightsOf(node: Node, blocks: ReadonlyMap<string, Block>): string {
  return (blocks.get(node.id)?.members ?? [node])
    .map(({ weights, shares }) =>
      [shares === undefined ? "" : "shared", ...weights.map(({ shape }) => shape.join("×"))].join(" "),
    )
    .join("\n");
}

/** Whether two nodes stand in repeats that are alike; `known` says which of them are each other's so far, both ways. */
function inAlike(a: Draft | undefined, b: Draft | undefined, known: Map<Draft, Draft>): boolean {
  let [one, other] = [a, b];
  while (one && other) {
    if (one.times !== other.times || one.differ !== other.differ) return false;
    if ((known.get(one) ?? other) !== other || (known.get(other) ?? one) !== one) return false;
    known.set(one, other).set(other, one);
    [one, other] = [one.outer, other.outer];
  }
  return one === other;
}
