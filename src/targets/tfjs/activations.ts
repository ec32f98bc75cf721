import { rank } from "../../shape/shape.ts";
import { type EmitterTable, keras } from "./emitter.ts";

type Kind =
  | "relu"
  | "sigmoid"
  | "tanh"
  | "softmax"
  | "relu6"
  | "elu"
  | "selu"
  | "gelu"
  | "silu"
  | "mish"
  | "softplus"
  | "softsign"
  | "hard_sigmoid"
  | "hard_swish"
  | "exponential"
  | "log_softmax"
  | "leaky_relu"
  | "prelu";

const activation = (name: string) => () => [keras("Activation", { activation: name })];

const sixth = [
  keras("Rescaling", { scale: 1, offset: 3 }),
  keras("Activation", { activation: "relu6" }),
  keras("Rescaling", { scale: 1 / 6, offset: 0 }),
];

/** Activations. TensorFlow.js has most by name. */
export const activations: EmitterTable<Kind> = {
  relu: activation("relu"),
  sigmoid: activation("sigmoid"),
  tanh: activation("tanh"),
  softmax: activation("softmax"),
  relu6: activation("relu6"),
  elu: activation("elu"),
  selu: activation("selu"),
  gelu: activation("gelu"),
  silu: activation("swish"),
  mish: activation("mish"),
  softplus: activation("softplus"),
  softsign: activation("softsign"),
  // TensorFlow.js's own is Keras 2's: 0.2·x + 0.5.
  hard_sigmoid: () => sixth,
  hard_swish: () => [...sixth, { ...keras("Multiply"), takes: ["node", 2] }],
  exponential: () => [keras("CnncExponential")],
  log_softmax: activation("log_softmax"),
  leaky_relu: ({ params }) => [keras("LeakyReLU", { alpha: params.slope })],
  prelu: ({ input, weights, trainable }) => [
    {
      ...keras("PReLU", { shared_axes: Array.from({ length: rank(input) }, (_, i) => i + 1), trainable }),
      stored: [
        {
          name: "alpha",
          shape: [...Array.from({ length: rank(input) }, () => 1), weights[0]!.shape[0]!],
          holds: "alpha",
        },
      ],
    },
  ],
};
