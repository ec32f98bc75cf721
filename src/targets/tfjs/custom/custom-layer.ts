/** How a layer that TensorFlow.js lacks is made one of its own, in whatever copy of TensorFlow.js runs the model. */
import type * as core from "@tensorflow/tfjs-core";
import type * as layers from "@tensorflow/tfjs-layers";

/** TensorFlow.js as the user has loaded it: these files import none, so that they work with every copy. */
export type Tf = typeof core & typeof layers;
export type Tensor = core.Tensor;
type Shape = readonly (number | null)[];

/** A layer of one input. Shapes have the batch in front. */
export interface CustomLayer<Config extends object = object> {
  /** Its name in `model.json`. */
  readonly className: string;
  /** Names and shapes of its weights, in the order of the weights file. */
  weights(config: Config, input: readonly number[]): { readonly [name: string]: readonly number[] };
  output(config: Config, input: Shape): Shape;
  call(tf: Tf, config: Config, input: Tensor, weights: { readonly [name: string]: Tensor }): Tensor;
}

/** The class that TensorFlow.js makes such layers of. Weights start as zeros: theirs come from the weights file. */
export function layerClass<Config extends object>(tf: Tf, custom: CustomLayer<Config>) {
  return class Custom extends tf.layers.Layer {
    static className = custom.className;
    readonly #config: Config;
    readonly #held = new Map<string, layers.LayerVariable>();

    constructor(config: Config) {
      super(config);
      this.#config = config;
    }

    override build(input: layers.Shape): void {
      for (const [name, shape] of Object.entries(custom.weights(this.#config, input as number[]))) {
        this.#held.set(name, this.addWeight(name, [...shape], "float32", tf.initializers.zeros()));
      }
      this.built = true;
    }

    override computeOutputShape(input: layers.Shape): layers.Shape {
      return [...custom.output(this.#config, input)];
    }

    override call(inputs: Tensor | Tensor[]): Tensor {
      const weights = Object.fromEntries([...this.#held].map(([name, variable]) => [name, variable.read()]));
      return tf.tidy(() => custom.call(tf, this.#config, [inputs].flat()[0]!, weights));
    }

    override getConfig(): core.serialization.ConfigDict {
      return { ...(this.#config as core.serialization.ConfigDict), ...super.getConfig() };
    }
  };
}
