import type { CheckedNet, Node } from "../../ir/net.ts";
import { type LayerKind, layerOf } from "../../layers/registry.ts";
import type { KerasLayer, ModelTopology, PlacedLayer } from "./keras.ts";
import { type Emitter, emitters } from "./layers.ts";

/**
 * A checked net as the topology that `tf.loadLayersModel` reads. Layers are named after their nodes, so that a weight
 * of node `conv_1` is `conv_1/kernel`; helper layers are `conv_1_before_1` and so on.
 */
export function modelTopology(net: CheckedNet): ModelTopology {
  const shapes = new Map(net.nodes.map((node) => [node.id, node.output]));
  /** Name of the last layer of each node. */
  const ends = new Map<string, string>();
  const layers: PlacedLayer[] = [];
  for (const node of net.nodes) {
    const emitted = emit(node, shapes.get(node.inputs[0] ?? "") ?? node.output);
    // What carries the weights has the node's name; without weights, the last one does, for those who look for its output.
    const main =
      node.weights.length > 0
        ? emitted.findIndex(({ class_name }) => !HELPERS.has(class_name))
        : emitted.length - 1;
    let sources = node.inputs.map((id) => ends.get(id)!);
    for (const [i, layer] of emitted.entries()) {
      const name = i === main ? node.id : `${node.id}_${i < main ? "before" : "after"}_${Math.abs(main - i)}`;
      const inbound = sources.map((source) => [source, 0, 0, {}] as const);
      layers.push({
        class_name: layer.class_name,
        config: { name, trainable: true, ...layer.config },
        name,
        inbound_nodes: inbound.length > 0 ? [inbound] : [],
      });
      sources = [name];
    }
    ends.set(node.id, sources[0]!);
  }
  const inputs = net.nodes.filter((node) => node.inputs.length === 0);
  return {
    class_name: "Model",
    config: {
      name: net.name,
      layers,
      input_layers: inputs.map((node) => [node.id, 0, 0] as const),
      output_layers: [[ends.get(net.output)!, 0, 0]],
    },
    keras_version: "tfjs-layers 4.22.0",
    backend: "tensor_flow.js",
  };
}

const HELPERS = new Set(["Reshape", "ZeroPadding2D"]);

function emit(node: Node, input: readonly number[]): readonly KerasLayer[] {
  const emitter = emitters[node.kind as LayerKind] as Emitter<LayerKind>;
  const definition = layerOf(node.kind)!;
  const params = node.params as never;
  return emitter({
    params,
    input,
    output: node.output,
    window: definition.window?.(input, params),
    trainable: node.weights.every((weight) => weight.role !== "fixed"),
  });
}
