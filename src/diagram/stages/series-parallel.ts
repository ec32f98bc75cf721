import { product, spatial } from "../../shape/shape.ts";
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
  /** Branches from the item before to the one behind. */
  | { readonly type: "parallel"; readonly branches: readonly Chain[]; readonly ends?: Ends }
  /** A chain at a lower resolution, past which the value before is kept, or led through `skip`: one level of a U. */
  | { readonly type: "valley"; readonly inside: Chain; readonly skip?: Chain };

/**
 * How branches begin and end where that is not with a fork and a join: `inputs` begin with inputs of their own, `heads`
 * end with heads; `aside` are branches to heads, past which the chain goes on.
 */
export type Ends = "inputs" | "heads" | "inputs and heads" | "aside";

/**
 * The series-parallel form of a net: the stages behind a fork, up to the first that all its ways lead to, are branches.
 * Heads other than the last stand aside where that gives the rest such a form. What has none is one chain in the given
 * order, with arcs for what is not between neighbours.
 */
export function seriesParallel(stages: readonly Stage[]): Chain {
  const whole = formOf(stages);
  if (whole.exact) return whole.chain;
  return withHeadsAside(stages) ?? whole.chain;
}

/** A form, and whether no part of it had to be a line. */
interface Form {
  readonly chain: Chain;
  readonly exact: boolean;
}

/** The form without the stages from which the last one can't be reached, with those beside what they take. */
function withHeadsAside(stages: readonly Stage[]): Chain | undefined {
  const leading = new Set<number>([stages.length - 1]);
  for (const stage of stages.toReversed())
    if (leading.has(stage.index)) for (const input of stage.inputs) leading.add(input);
  const aside = new Map<number, Chain[]>();
  for (const { index, consumers } of stages) {
    if (!leading.has(index)) continue;
    const left = consumers.filter((consumer) => !leading.has(consumer));
    for (const { entries, members } of components(stages, left, stages.length)) {
      const own = new Set([index, ...members]);
      const apart =
        entries.length === 1 && members.every((at) => stages[at]!.inputs.every((from) => own.has(from)));
      if (!apart) return undefined;
      const { chain, exact } = formOf(stages, entries[0]);
      if (!exact || sizeOf(chain) !== members.length) return undefined;
      aside.set(index, [...(aside.get(index) ?? []), chain]);
    }
  }
  if (aside.size === 0) return undefined;
  const kept = stages.map((stage) => ({
    ...stage,
    consumers: stage.consumers.filter((at) => leading.has(at)),
  }));
  const { chain, exact } = formOf(kept, undefined, aside, leading);
  return exact ? chain : undefined;
}

/**
 * @param from the stage to begin with; the net's inputs where it is left out
 * @param aside by stage, what stands aside of it
 * @param only the stages that count
 */
function formOf(
  stages: readonly Stage[],
  from?: number,
  aside: ReadonlyMap<number, readonly Chain[]> = new Map(),
  only?: ReadonlySet<number>,
): Form {
  const exit = stages.length;
  const all = { chain: line(stages, -1, undefined), exact: false };
  const sources = stages.filter((stage) => stage.inputs.length === 0 && (only?.has(stage.index) ?? true));
  const meets = postDominators(stages);
  let exact = true;

  function chain(start: number, stop: number): Chain {
    const items: Item[] = [];
    const arcs: Arc[] = [];
    let at = start;
    while (at !== stop && at !== exit) {
      const stage = stages[at]!;
      items.push({ type: "stage", stage });
      const beside = aside.get(at);
      if (beside) items.push({ type: "parallel", branches: beside, ends: "aside" });
      const { consumers } = stage;
      const meet = meets[at]!;
      if (consumers.length > 1) {
        const groups = components(stages, consumers, meet);
        const direct = consumers.includes(meet) && meet !== exit;
        if (groups.length > 1) {
          const branches = groups.map((group) => branch(group, at, meet));
          items.push(
            (!direct && meet !== exit && valleyOf(branches, stage)) || {
              type: "parallel",
              branches,
              ...(meet === exit ? { ends: "heads" } : {}),
            },
          );
          if (direct) arcs.push({ from: at, to: meet });
        } else if (groups.length === 1) {
          const inside = branch(groups[0]!, at, meet);
          const first = inside.items[0];
          const sinks = direct && consumers.length === 2 && isBelow(inside, stage);
          if (sinks) {
            items.push({ type: "valley", inside });
          } else {
            items.push(...inside.items);
            arcs.push(...inside.arcs);
            const drawn = new Set(inside.arcs.filter((arc) => arc.from === at).map((arc) => arc.to));
            const next = first?.type === "stage" ? [first.stage.index] : groups[0]!.entries;
            for (const to of consumers) if (!next.includes(to) && !drawn.has(to)) arcs.push({ from: at, to });
          }
        }
      }
      at = meet;
    }
    return { items, arcs };
  }

  /** One chain if the group has a series-parallel form that its first entry leads all through, else a line. */
  function branch(group: Group, fork: number, stop: number): Chain {
    const made = forked(group, fork, stop) ?? chain(group.entries[0]!, stop);
    if (made.items[0]?.type === "parallel" && sizeOf(made) === group.members.length) return made;
    const onTop = new Set(made.items.map((item) => (item.type === "stage" ? item.stage.index : -1)));
    const whole = sizeOf(made) === group.members.length && group.entries.every((entry) => onTop.has(entry));
    if (whole) return made;
    exact = false;
    return line(
      group.members.map((index) => stages[index]!),
      fork,
      stages[stop],
    );
  }

  /** A group whose entries meet before its end: branches up to there, and the chain behind. */
  function forked({ entries }: Group, fork: number, stop: number): Chain | undefined {
    const meet = entries.reduce((a, b) => meeting(meets, a, b));
    if (entries.length < 2 || meet === stop || entries.includes(meet)) return undefined;
    const groups = components(stages, entries, meet);
    if (groups.length < 2) return undefined;
    const branches = groups.map((group) => branch(group, fork, meet));
    const rest = chain(meet, stop);
    return { items: [{ type: "parallel", branches }, ...rest.items], arcs: rest.arcs };
  }

  if (from !== undefined) return { chain: chain(from, exit), exact };
  if (sources.length === 0) return all;
  if (sources.length === 1) return { chain: chain(sources[0]!.index, exit), exact };
  const starts = sources.map(({ index }) => index);
  const meet = starts.reduce((a, b) => meeting(meets, a, b));
  const groups = components(stages, starts, meet);
  if (groups.length < 2) return all;
  const branches = groups.map((group) => branch(group, -1, meet));
  const rest = chain(meet, exit);
  const ends: Ends = meet === exit ? "inputs and heads" : "inputs";
  return { chain: { items: [{ type: "parallel", branches, ends }, ...rest.items], arcs: rest.arcs }, exact };
}

/** Whether a chain begins with fewer places than a stage has. */
function isBelow({ items: [first] }: Chain, above: Stage): boolean {
  const places = (stage: Stage) => product(spatial(stage.node.output));
  return first?.type === "stage" && places(first.stage) < places(above);
}

/** Two branches as a level of a U, where one goes down by a layer that reads windows and the other only trims or adapts. */
function valleyOf(branches: readonly Chain[], above: Stage): Item | undefined {
  if (branches.length !== 2) return undefined;
  const [inside, skip] = branches.toSorted((a, b) => sizeOf(b) - sizeOf(a)) as [Chain, Chain];
  if (sizeOf(skip) !== 1 || sizeOf(inside) < 3 || !isBelow(inside, above)) return undefined;
  const [kept, last] = [skip.items[0]!, inside.items.at(-1)!];
  if (kept.type !== "stage" || kept.stage.node.weights.length > 0 || last.type !== "stage") return undefined;
  const deepest = inside.items.some(
    (item) => item.type === "stage" && isBelow({ items: [item], arcs: [] }, kept.stage),
  );
  return deepest ? { type: "valley", inside, skip } : undefined;
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

/** The chains that stand in an item. */
export function partsOf(item: Exclude<Item, { type: "stage" }>): readonly Chain[] {
  if (item.type === "parallel") return item.branches;
  return item.skip ? [item.inside, item.skip] : [item.inside];
}

/** How many stages a chain shows. */
function sizeOf(chain: Chain): number {
  let size = 0;
  for (const item of chain.items) {
    if (item.type === "stage") size++;
    // What stands aside was counted where it was made.
    else if (item.type === "parallel" && item.ends === "aside") continue;
    else for (const part of partsOf(item)) size += sizeOf(part);
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
    meets[at] = consumers.reduce((a, b) => meeting(meets, a, b), consumers[0] ?? exit);
  }
  return meets;
}

/** The first stage that all ways out of two others lead through. */
function meeting(meets: readonly number[], a: number, b: number): number {
  let [one, other] = [a, b];
  while (one !== other) {
    if (one < other) one = meets[one]!;
    else other = meets[other]!;
  }
  return one;
}
