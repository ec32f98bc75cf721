import type { Json } from "../../ir/net.ts";

/** One layer in the JSON form that Keras 2 and TensorFlow.js share. */
export interface KerasLayer {
  readonly class_name: string;
  readonly config: { readonly [name: string]: Json };
}

/** A layer with its name and the layers that feed it. */
export interface PlacedLayer extends KerasLayer {
  readonly name: string;
  readonly inbound_nodes: readonly (readonly (readonly [string, number, number, Record<never, never>])[])[];
}

/** Format of a saved weight: `layer/kernel`. */
export interface WeightSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: "float32";
}

/** What `tf.loadLayersModel` reads as `model.json`, without the paths of the weights. */
export interface ModelTopology {
  readonly class_name: "Model";
  readonly config: {
    readonly name: string;
    readonly layers: readonly PlacedLayer[];
    readonly input_layers: readonly (readonly [string, number, number])[];
    readonly output_layers: readonly (readonly [string, number, number])[];
  };
  readonly keras_version: string;
  readonly backend: "tensor_flow.js";
}
