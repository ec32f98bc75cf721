import type { CheckedNet, Node } from "../../ir/net.ts";
import type { Family, LayerDefinition } from "../../layers/definition.ts";
import type { Values } from "../../layers/parameters.ts";
import { layerOf } from "../../layers/registry.ts";
import { digits, rank, sameShape } from "../../shape/shape.ts";
import type { Tint } from "../scene/theme.ts";

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
}

const FOLDED: ReadonlySet<Family> = new Set(["activation", "normalisation", "regularisation"]);

/** Kind of the node that stands for a block that is not open. */
export const BLOCK = "block";

/** Kind, and id, of the node where a net with a fault stops. */
export const FAULT = "fault";

/** Family of a node's layer; what the registry does not know is drawn as a change of shape. */
export function familyOf(node: Node): Family {
  if (node.kind === BLOCK || node.kind === FAULT) return "join";
  return layerOf(node.kind)?.family ?? "shape";
}

/**
 * The stages of a net. A layer that keeps its input's shape folds into the stage before it if nothing else takes that
 * stage; a layer that lays maps out in a list folds into the layer behind it.
 */
export function stagesOf(net: CheckedNet): Stage[] {
  const uses = new Map<string, number>();
  for (const node of net.nodes) for (const id of node.inputs) uses.set(id, (uses.get(id) ?? 0) + 1);
  const byId = new Map(net.nodes.map((node) => [node.id, node]));
  const stages: (Stage & { before: Node[]; after: Node[]; inputs: number[]; consumers: number[] })[] = [];
  const stageOf = new Map<string, number>();
  const waiting = new Map<string, Node[]>();

  for (const node of net.nodes) {
    const [source] = node.inputs;
    const input = source === undefined ? undefined : byId.get(source);
    const alone = input !== undefined && node.inputs.length === 1 && uses.get(input.id) === 1;
    const family = familyOf(node);
    const keeps = FOLDED.has(family) && input !== undefined && sameShape(node.output, input.output);
    const queue = input && waiting.get(input.id);
    const goesOn = uses.get(node.id) === 1;
    const lists = family === "shape" && input && rank(input.output) > 0 && rank(node.output) === 0;
    if (goesOn && ((lists && node.inputs.length === 1) || (queue && keeps))) {
      waiting.set(node.id, [...(queue ?? []), node]);
      continue;
    }
    if (keeps && alone && !queue) {
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
    });
    stageOf.set(node.id, index);
    for (const place of new Set(inputs)) stages[place]!.consumers.push(index);
  }
  return stages;
}

/**
 * How many weights a stage stores, as a sum that can be checked by hand: `6·5·5·1 + 6 = 156`; empty for none, and where
 * all are those of an earlier stage.
 */
export function arithmeticOf(stage: Stage): { readonly sum: string; readonly total: string } {
  const terms: { node: Node; text: string; times: number }[] = [];
  let total = 0;
  for (const node of [...stage.before, stage.node, ...stage.after]) {
    if (node.shares !== undefined) continue;
    for (const weight of node.weights) {
      total += weight.shape.reduce((count, size) => count * size, 1);
      const last = terms[terms.length - 1];
      if (last?.node === node && last.text === weight.arithmetic) last.times++;
      else terms.push({ node, text: weight.arithmetic, times: 1 });
    }
  }
  const sum = terms.map((term) => (term.times > 1 ? `${term.times}·${term.text}` : term.text)).join(" + ");
  const written = digits(total);
  if (terms.length === 0) return { sum: "", total: "" };
  return sum === String(total) ? { sum: "", total: written } : { sum, total: written };
}

/** Whether a stage has weights that are those of an earlier one, and none of its own. */
export function sharesAll(stage: Stage): boolean {
  const holders = [...stage.before, stage.node, ...stage.after].filter(({ weights }) => weights.length > 0);
  return holders.length > 0 && holders.every(({ shares }) => shares !== undefined);
}

/** What a figure calls a layer: inputs and heads with the names that the spec gives them. */
export function titleOf({ kind, label, params, name, inputs, task }: Node): string {
  const settings = layerOf(kind)?.figureSettings?.(params as Values<never>);
  const title = settings === undefined ? label : [kind, settings].filter(Boolean).join(" ");
  return name !== undefined && (inputs.length === 0 || task !== undefined) ? `${title} as ${name}` : title;
}
