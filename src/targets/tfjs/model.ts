import type { CheckedNet } from "../../ir/net.ts";
import type { ModelTopology } from "./keras.ts";
import { outputOf, placeLayers } from "./place.ts";

/** A checked net as the topology that `tf.loadLayersModel` reads. */
export function modelTopology(net: CheckedNet): ModelTopology {
  const placed = placeLayers(net);
  const inputs = net.nodes.filter((node) => node.inputs.length === 0);
  return {
    class_name: "Model",
    config: {
      name: net.name,
      layers: placed.map(({ layer }) => layer),
      input_layers: inputs.map((node) => [node.id, 0, 0] as const),
      output_layers: [[outputOf(placed), 0, 0]],
    },
    keras_version: "tfjs-layers 4.22.0",
    backend: "tensor_flow.js",
  };
}
