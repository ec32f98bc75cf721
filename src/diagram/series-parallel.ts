import { product, spatial } from "../shape/shape.ts";
import type { Stage } from "./stages.ts";

/** What stands beside each other from left to right. Arcs lead past what is between two stages of the chain. */
export interface Chain {
  readonly items: readonly Item[];
  /** Places of stages; one that is not in the chain stands for its start or its end. */
  readonly arcs: readonly Arc[];
}

export interface Arc {
  readonly from: number;
  readonly to: number;
}

export type Item =
  | { readonly type: "stage"; readonly stage: Stage }
  /** Branches that fork from the item before and end in the one behind. */
  | { readonly type: "parallel"; readonly branches: readonly Chain[] }
  /** A chain at a lower resolution, past which the value before is kept: one level of a U. */
  | { readonly type: "valley"; readonly inside: Chain };

/**
 * The series-parallel form of a net: the stages behind a fork, up to the first that all its ways lead to, are branches.
 * What has no such form is one chain in the given order, with arcs for what is not between neighbours.
 */
export function seriesParallel(stages: readonly Stage[]): Chain {
  const exit = stages.length;
  const sources = stages.filter((stage) => stage.inputs.length === 0);
  if (sources.length !== 1) return line(stages, -1, undefined);
  const meets = postDominators(stages);

  function chain(start: number, stop: number): Chain {
    const items: Item[] = [];
    const arcs: Arc[] = [];
    let at = start;
    while (at !== stop && at !== exit) {
      const stage = stages[at]!;
      items.push({ type: "stage", stage });
      const { consumers } = stage;
      const meet = meets[at]!;
      if (consumers.length > 1) {
        const groups = components(stages, consumers, meet);
        const direct = consumers.includes(meet) && meet !== exit;
        if (groups.length > 1) {
          items.push({ type: "parallel", branches: groups.map((group) => branch(group, at, meet)) });
          if (direct) arcs.push({ from: at, to: meet });
        } else if (groups.length === 1) {
          const inside = branch(groups[0]!, at, meet);
          const first = inside.items[0];
          const sinks =
            direct &&
            consumers.length === 2 &&
            first?.type === "stage" &&
            product(spatial(first.stage.node.output)) < product(spatial(stage.node.output));
          if (sinks) {
            items.push({ type: "valley", inside });
          } else {
            items.push(...inside.items);
            arcs.push(...inside.arcs);
            const drawn = new Set(inside.arcs.filter((arc) => arc.from === at).map((arc) => arc.to));
            const next = first?.type === "stage" ? first.stage.index : -1;
            for (const to of consumers) if (to !== next && !drawn.has(to)) arcs.push({ from: at, to });
          }
        }
      }
      at = meet;
    }
    return { items, arcs };
  }

  /** One chain if the group has a series-parallel form that its first entry leads all through, else a line. */
  function branch(group: Group, fork: number, stop: number): Chain {
    const made = chain(group.entries[0]!, stop);
    const onTop = new Set(made.items.map((item) => (item.type === "stage" ? item.stage.index : -1)));
    const whole = sizeOf(made) === group.members.length && group.entries.every((entry) => onTop.has(entry));
    return whole
      ? made
      : line(
          group.members.map((index) => stages[index]!),
          fork,
          stages[stop],
        );
  }

  return chain(sources[0]!.index, exit);
}

/** Stages in their order between two others, with an arc for every connection that is not between neighbours. */
function line(members: readonly Stage[], before: number, behind: Stage | undefined): Chain {
  const arcs: Arc[] = [];
  const here = new Set([before, ...members.map((stage) => stage.index)]);
  let neighbour = before;
  for (const stage of behind ? [...members, behind] : members) {
    for (const from of new Set(stage.inputs)) {
      const drawnOutside = stage === behind && from === before;
      if (from !== neighbour && here.has(from) && !drawnOutside) arcs.push({ from, to: stage.index });
    }
    neighbour = stage.index;
  }
  return { items: members.map((stage) => ({ type: "stage", stage })), arcs };
}

/** How many stages a chain shows. */
function sizeOf(chain: Chain): number {
  let size = 0;
  for (const item of chain.items) {
    if (item.type === "stage") size++;
    else for (const inside of item.type === "valley" ? [item.inside] : item.branches) size += sizeOf(inside);
  }
  return size;
}

interface Group {
  /** Those that take the fork's value. */
  readonly entries: number[];
  readonly members: number[];
}

/** Stages that can be reached from a fork's consumers before the meeting point, those that share any together. */
function components(stages: readonly Stage[], consumers: readonly number[], meet: number): Group[] {
  const groups: Group[] = [];
  const groupOf = new Map<number, Group>();
  for (const consumer of consumers) {
    if (consumer === meet) continue;
    let group: Group = { entries: [consumer], members: [] };
    groups.push(group);
    const stack = [consumer];
    while (stack.length > 0) {
      const at = stack.pop()!;
      if (at === meet || groupOf.get(at) === group) continue;
      const other = groupOf.get(at);
      if (other) {
        for (const member of group.members) groupOf.set(member, other);
        other.members.push(...group.members);
        other.entries.push(...group.entries);
        groups.splice(groups.indexOf(group), 1);
        group = other;
        continue;
      }
      groupOf.set(at, group);
      group.members.push(at);
      stack.push(...stages[at]!.consumers);
    }
  }
  for (const group of groups) {
    group.members.sort((a, b) => a - b);
    group.entries.sort((a, b) => a - b);
  }
  return groups;
}

/**
 * For each stage the first that all ways out of it lead through; the number of stages stands for the end of the net.
 * Cooper, Harvey and Kennedy, A simple, fast dominance algorithm (2001), on a graph without cycles: one pass.
 */
function postDominators(stages: readonly Stage[]): number[] {
  const exit = stages.length;
  const meets: number[] = Array.from({ length: exit + 1 }, () => exit);
  for (let at = exit - 1; at >= 0; at--) {
    const { consumers } = stages[at]!;
    let meet = consumers[0] ?? exit;
    for (let other of consumers) {
      while (meet !== other) {
        if (meet < other) meet = meets[meet]!;
        else other = meets[other]!;
      }
    }
    meets[at] = meet;
  }
  return meets;
}
