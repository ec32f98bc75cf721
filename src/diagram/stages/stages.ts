import type { CheckedNet, Node } from "../../ir/net.ts";
import type { Family, LayerDefinition } from "../../layers/definition.ts";
import type { Values } from "../../layers/parameters.ts";
import { layerOf } from "../../layers/registry.ts";
import { digits, rank, sameShape } from "../../shape/shape.ts";
import type { Tint } from "../scene/theme.ts";
import { type Counts, countData, countsOf, summed } from "./counts.ts";
import { type Foldings, UNFOLDED } from "./foldings.ts";
import { BLOCK, FAULT } from "./kinds.ts";

/** One value of a net that is drawn, with the layers that are drawn into it. */
export interface Stage {
  /** Place in the list of stages, which is in an order in which inputs come first. */
  readonly index: number;
  /** The layer that gives the value its form. */
  readonly node: Node;
  readonly definition: LayerDefinition | undefined;
  /** Layers before it that are not drawn, such as `flatten`. */
  readonly before: readonly Node[];
  /** Layers behind it that keep its shape: activations, normalisation, dropout. */
  readonly after: readonly Node[];
  /** Places of the stages that it takes. */
  readonly inputs: readonly number[];
  /** Places of the stages that take it, each once. */
  readonly consumers: readonly number[];
  readonly tint: Tint;
  /** What it stands for. */
  readonly counts: Counts;
}

const FOLDED: ReadonlySet<Family> = new Set(["activation", "normalisation", "regularisation"]);

/** Family of a node's layer; what the registry does not know is drawn as a change of shape. */
export function familyOf(node: Node): Family {
  if (node.kind === BLOCK || node.kind === FAULT) return "join";
  return layerOf(node.kind)?.family ?? "shape";
}

/**
 * The stages of a net. A layer that keeps its input's shape folds into the stage before it if nothing else takes that
 * stage; a layer that lays maps out in a list folds into the layer behind it. What stands in a closed block, or in another
 * repeat, stays apart.
 */
export function stagesOf(
  net: CheckedNet,
  { repeatOf, counts }: Pick<Foldings, "repeatOf" | "counts"> = UNFOLDED,
): Stage[] {
  const uses = new Map<string, number>();
  const userOf = new Map<string, Node>();
  for (const node of net.nodes)
    for (const id of node.inputs) {
      uses.set(id, (uses.get(id) ?? 0) + 1);
      userOf.set(id, node);
    }
  const byId = new Map(net.nodes.map((node) => [node.id, node]));
  const stages: (Draft & { inputs: number[]; consumers: number[] })[] = [];
  const stageOf = new Map<string, number>();
  const waiting = new Map<string, Node[]>();
  const together = (a: Node, b: Node) =>
    a.kind !== BLOCK && b.kind !== BLOCK && repeatOf.get(a.id) === repeatOf.get(b.id);

  for (const node of net.nodes) {
    const [source] = node.inputs;
    const input = source === undefined ? undefined : byId.get(source);
    const alone = input !== undefined && node.inputs.length === 1 && uses.get(input.id) === 1;
    const family = familyOf(node);
    const keeps = FOLDED.has(family) && input !== undefined && sameShape(node.output, input.output);
    const queue = input && waiting.get(input.id);
    const goesOn = uses.get(node.id) === 1 && together(node, userOf.get(node.id)!);
    const lists = family === "shape" && input && rank(input.output) > 0 && rank(node.output) === 0;
    if (goesOn && ((lists && node.inputs.length === 1) || (queue && keeps))) {
      waiting.set(node.id, [...(queue ?? []), node]);
      continue;
    }
    if (keeps && alone && !queue && together(input, node)) {
      const place = stageOf.get(input.id)!;
      stages[place]!.after.push(node);
      stageOf.set(node.id, place);
      continue;
    }
    const before = node.inputs.flatMap((id) => waiting.get(id) ?? []);
    const inputs = node.inputs.map((id) => stageOf.get(waiting.get(id)?.[0]?.inputs[0] ?? id)!);
    const index = stages.length;
    const tint = node.task !== undefined && node.weights.length > 0 ? "head" : family;
    stages.push({
      index,
      node,
      definition: layerOf(node.kind),
      before,
      after: [],
      inputs,
      consumers: [],
      tint,
      counts: NOTHING,
    });
    stageOf.set(node.id, index);
    for (const place of new Set(inputs)) stages[place]!.consumers.push(index);
  }
  for (const stage of stages)
    if (stage.node.kind !== FAULT)
      stage.counts = summed(layersOf(stage).map((node) => counts.get(node.id) ?? countsOf(node)));
  return stages;
}

type Draft = { -readonly [K in "counts"]: Stage[K] } & Omit<Stage, "counts"> & { after: Node[] };

/** What the place where a net stops stands for. */
const NOTHING: Counts = { layers: 0, weights: 0, rounds: 1, shared: false };

/** The layers of a stage in the order in which they compute. */
export function layersOf({ before, node, after }: Stage): readonly Node[] {
  return before.length + after.length === 0 ? [node] : [...before, node, ...after];
}

/** Attributes of the group that shows a stage. */
export function dataOf(stage: Stage, line: number | undefined): { readonly [name: string]: string } {
  return {
    nodes: layersOf(stage)
      .map(({ id }) => id)
      .join(" "),
    ...(line ? { line: String(line) } : {}),
    ...(stage.counts.layers > 0 ? countData(stage.counts) : {}),
  };
}

/**
 * How many weights a stage stores, as a sum that can be checked by hand: `6·5·5·1 + 6 = 156`; empty for none, and where
 * all are those of an earlier stage. What stands for more than its layers has no sum.
 */
export function arithmeticOf(stage: Stage): { readonly sum: string; readonly total: string } {
  const { weights, rounds } = stage.counts;
  const total = weights > 0 ? digits(weights) : "";
  if (total === "" || rounds > 1 || stage.node.kind === BLOCK) return { sum: "", total };
  const terms: { node: Node; text: string; times: number }[] = [];
  for (const node of layersOf(stage)) {
    if (node.shares !== undefined) continue;
    for (const weight of node.weights) {
      const last = terms[terms.length - 1];
      if (last?.node === node && last.text === weight.arithmetic) last.times++;
      else terms.push({ node, text: weight.arithmetic, times: 1 });
    }
  }
  const sum = terms.map((term) => (term.times > 1 ? `${term.times}·${term.text}` : term.text)).join(" + ");
  return { sum: sum === String(weights) ? "" : sum, total };
}

/** How many weights a stage has, without their arithmetic: one or two lines, none where it has none. */
export function weightsSaid(stage: Stage): string[] {
  const { total } = arithmeticOf(stage);
  const count = total && `${total} ${total === "1" ? "weight" : "weights"}`;
  return [count, remarkOf(stage)].filter((line) => line !== "");
}

/** What is said of a stage's weights beside their number, if anything. */
export function remarkOf({ counts: { layers, weights, rounds, shared }, node }: Stage): string {
  const among = rounds > 1 && (weights > 0 || node.kind === BLOCK) && layers > 0 ? `in ${rounds} rounds` : "";
  const elsewhere = shared ? (weights > 0 ? "and shared weights" : "shared weights") : "";
  return weights > 0
    ? [among, elsewhere].filter(Boolean).join(" ")
    : [elsewhere, among].filter(Boolean).join(" ");
}

/** What a figure calls a layer: inputs and heads with the names that the spec gives them. */
export function titleOf({ kind, label, params, name, inputs, task }: Node): string {
  const settings = layerOf(kind)?.figureSettings?.(params as Values<never>);
  const title = settings === undefined ? label : [kind, settings].filter(Boolean).join(" ");
  return name !== undefined && (inputs.length === 0 || task !== undefined) ? `${title} as ${name}` : title;
}
