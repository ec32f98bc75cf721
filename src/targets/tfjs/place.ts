import type { CheckedNet, Node } from "../../ir/net.ts";
import { type LayerKind, layerOf } from "../../layers/registry.ts";
import { rank, type Shape } from "../../shape/shape.ts";
import {
  type EmittedLayer,
  type Emitter,
  type StoredWeight,
  type Unsupported,
  unsupported,
} from "./emitter.ts";
import type { PlacedLayer } from "./keras.ts";
import { emitters } from "./layers.ts";

/** A layer of the model with its node, and what the weights file holds for it. */
export interface Placed {
  readonly node: Node;
  readonly layer: PlacedLayer;
  readonly stored: readonly StoredWeight[];
}

/** The layers of a model and where it ends. */
export interface Placement {
  readonly placed: readonly Placed[];
  /** Layer and number of its use that give each output of the net, in their order. */
  readonly outputs: readonly (readonly [layer: string, use: number])[];
}

/**
 * The layers of a net in TensorFlow.js, with their names and what feeds them. They are named after their nodes, so that
 * a weight of node `conv_1` is `conv_1/kernel`; helper layers are `conv_1_before_1` and so on. A node that shares
 * weights is a further use of the layer that has them.
 */
export function placeLayers(net: CheckedNet): Placement {
  const byId = new Map(net.nodes.map((node) => [node.id, node]));
  /** By node, the last use that it is made of, and the layers that hold its weights. */
  const ends = new Map<string, Use>();
  const holders = new Map<string, readonly number[]>();
  const layers: {
    readonly node: Node;
    readonly emitted: EmittedLayer;
    readonly stored: readonly StoredWeight[];
  }[] = [];
  const names: string[] = [];
  const uses: Use[] = [];
  for (const node of net.nodes) {
    const emitted = emit(node, byId.get(node.inputs[0] ?? "")?.output ?? node.output);
    if ("unsupported" in emitted) throw new Error(`${node.id}: TensorFlow.js ${emitted.unsupported}`);
    const main = mainOf(node, emitted);
    const given = node.inputs.map((id) => ends.get(id)!);
    const shared = [...(holders.get(node.shares ?? "") ?? [])];
    const own: number[] = [];
    const made: Use[] = [];
    for (const [i, each] of emitted.entries()) {
      const stored = each.stored ?? (i === main ? ownWeights(node) : []);
      const sources = each.takes
        ? each.takes.flatMap((from) => (from === "node" ? given : [made[from]!]))
        : i === 0
          ? given
          : [made[i - 1]!];
      let layer = stored.length > 0 ? shared.shift() : undefined;
      if (layer === undefined) {
        layer = layers.length;
        layers.push({ node, emitted: each, stored });
        names.push(
          i === main ? node.id : `${node.id}_${i < main ? "before" : "after"}_${Math.abs(main - i)}`,
        );
      }
      if (stored.length > 0) own.push(layer);
      const use: Use = { layer, sources, number: 0 };
      made.push(use);
      uses.push(use);
    }
    holders.set(node.id, own);
    ends.set(node.id, made.at(-1) ?? given[0]!);
  }
  const usesOf = numberUses(uses, layers.length);
  const placed = layers.map(({ node, emitted: { class_name, config }, stored }, i): Placed => {
    const name = names[i]!;
    const inbound = usesOf[i]!.filter(({ sources }) => sources.length > 0).map(({ sources }) =>
      sources.map((source) => [names[source.layer]!, source.number, 0, {}] as const),
    );
    const layer = { class_name, config: { name, trainable: true, ...config }, name, inbound_nodes: inbound };
    return { node, layer, stored };
  });
  const outputs = net.outputs.map(({ node }) => {
    const { layer, number } = ends.get(node)!;
    return [names[layer]!, number] as const;
  });
  return { placed, outputs };
}

/** One use of a layer. */
interface Use {
  readonly layer: number;
  readonly sources: readonly Use[];
  /** Place among the uses of its layer. */
  number: number;
}

/**
 * Uses of each layer, numbered. TensorFlow.js goes through the layers again and again, and of each makes those uses
 * whose sources it has; it numbers them in that order, whatever the file says. So the file lists them in that order.
 */
function numberUses(uses: readonly Use[], layers: number): Use[][] {
  const waiting: Use[][] = Array.from({ length: layers }, () => []);
  for (const use of uses) waiting[use.layer]!.push(use);
  const made: Use[][] = waiting.map(() => []);
  const done = new Set<Use>();
  while (done.size < uses.length) {
    for (const [layer, list] of waiting.entries()) {
      const left: Use[] = [];
      for (const use of list) {
        if (!use.sources.every((source) => done.has(source))) {
          left.push(use);
          continue;
        }
        use.number = made[layer]!.length;
        made[layer]!.push(use);
        done.add(use);
      }
      waiting[layer] = left;
    }
  }
  return made;
}

/** Why a node can't have the layers of TensorFlow.js that hold the weights of the node whose weights it shares. */
export function whyNotShared(
  node: Node,
  owner: Node,
  inputs: readonly [Shape, Shape],
): Unsupported | undefined {
  const [here, there] = [node, owner].map((each, i) => {
    const emitted = emit(each, inputs[i]!);
    if ("unsupported" in emitted) return undefined;
    const main = mainOf(each, emitted);
    return emitted
      .filter((layer, at) => (layer.stored ?? (at === main ? ownWeights(each) : [])).length > 0)
      .map(({ class_name, config, stored }) => ({
        class_name,
        config,
        shapes: stored?.map(({ shape }) => shape),
      }));
  });
  if (!here || !there) return undefined;
  const anyRank = here.every(({ class_name }) => class_name === "Dense");
  if (JSON.stringify(here) === JSON.stringify(there) && (anyRank || rank(inputs[0]) === rank(inputs[1])))
    return undefined;
  return unsupported("can't use these weights for values of such different sizes");
}

const HELPERS = new Set(["Reshape", "ZeroPadding2D"]);

/** What carries the weights has the node's name; without weights, the last one does, for those who look for its output. */
function mainOf(node: Node, emitted: readonly EmittedLayer[]): number {
  if (node.weights.length === 0) return emitted.length - 1;
  const holder = emitted.findIndex(({ stored }) => stored !== undefined);
  return holder >= 0 ? holder : emitted.findIndex(({ class_name }) => !HELPERS.has(class_name));
}

function ownWeights(node: Node): readonly StoredWeight[] {
  return node.weights.map(({ name, shape }) => ({ name, shape, holds: name }));
}

/** The layers of a node, or why there are none. */
export function emit(node: Node, input: readonly number[]): readonly EmittedLayer[] | Unsupported {
  const emitter = emitters[node.kind as LayerKind] as Emitter<LayerKind> | Unsupported;
  if (typeof emitter !== "function") return emitter;
  const definition = layerOf(node.kind)!;
  const params = node.params as never;
  return emitter({
    params,
    input,
    output: node.output,
    window: definition.window?.(input, params),
    weights: node.weights,
    trainable: node.weights.every((weight) => weight.role !== "fixed"),
  });
}
