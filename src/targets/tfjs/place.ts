import type { CheckedNet, Node } from "../../ir/net.ts";
import { type LayerKind, layerOf } from "../../layers/registry.ts";
import type { EmittedLayer, Emitter, StoredWeight, Unsupported } from "./emitter.ts";
import type { PlacedLayer } from "./keras.ts";
import { emitters } from "./layers.ts";

/** A layer of the model with its node, and what the weights file holds for it. */
export interface Placed {
  readonly node: Node;
  readonly layer: PlacedLayer;
  readonly stored: readonly StoredWeight[];
}

/**
 * The layers of a net in TensorFlow.js, with their names and what feeds them. They are named after their nodes, so that
 * a weight of node `conv_1` is `conv_1/kernel`; helper layers are `conv_1_before_1` and so on.
 */
export function placeLayers(net: CheckedNet): Placed[] {
  const shapes = new Map(net.nodes.map((node) => [node.id, node.output]));
  /** Name of the last layer of each node. */
  const ends = new Map<string, string>();
  const placed: Placed[] = [];
  for (const node of net.nodes) {
    const emitted = emit(node, shapes.get(node.inputs[0] ?? "") ?? node.output);
    if ("unsupported" in emitted) throw new Error(`${node.id}: TensorFlow.js ${emitted.unsupported}`);
    const main = mainOf(node, emitted);
    const names = emitted.map((_, i) =>
      i === main ? node.id : `${node.id}_${i < main ? "before" : "after"}_${Math.abs(main - i)}`,
    );
    const given = node.inputs.map((id) => ends.get(id)!);
    for (const [i, { class_name, config, stored, takes }] of emitted.entries()) {
      const name = names[i]!;
      const sources = takes
        ? takes.flatMap((from) => (from === "node" ? given : [names[from]!]))
        : i === 0
          ? given
          : [names[i - 1]!];
      const inbound = sources.map((source) => [source, 0, 0, {}] as const);
      const layer: PlacedLayer = {
        class_name,
        config: { name, trainable: true, ...config },
        name,
        inbound_nodes: inbound.length > 0 ? [inbound] : [],
      };
      placed.push({ node, layer, stored: stored ?? (i === main ? ownWeights(node) : []) });
    }
    ends.set(node.id, names.at(-1) ?? given[0]!);
  }
  return placed;
}

/** Name of the layer that gives the net's output. */
export function outputOf(placed: readonly Placed[]): string {
  return placed.at(-1)!.layer.name;
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
