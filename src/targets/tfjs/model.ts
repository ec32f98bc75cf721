import type { CheckedNet } from "../../ir/net.ts";
import type { ModelTopology } from "./keras.ts";
import { placeLayers } from "./place.ts";

/** A checked net as the topology that `tf.loadLayersModel` reads. */
export function modelTopology(net: CheckedNet): ModelTopology {
  const { placed, outputs } = placeLayers(net);
  return {
    class_name: "Model",
    config: {
      name: net.name,
      layers: placed.map(({ layer }) => layer),
      input_layers: net.inputs.map(({ node }) => [node, 0, 0] as const),
      output_layers: outputs.map(([layer, use]) => [layer, use, 0] as const),
    },
    keras_version: "tfjs-layers 4.22.0",
    backend: "tensor_flow.js",
  };
}
