/** What other tools call an option, and how this language writes it. */
const WRITTEN: { readonly [name: string]: string } = {
  kernel_size: "the size of the kernels stands behind `@`: `conv 32@3`",
  kernel: "the size of the kernels stands behind `@`: `conv 32@3`",
  kernels: "`conv 32@3` has 32 kernels of size 3",
  filters: "`conv 32@3` has 32 kernels of size 3",
  out_channels: "`conv 32@3` has 32 kernels of size 3",
  in_channels: "channels of the input are known: `conv 32@3`",
  input_shape: "a net begins with its input: `input image 28x28x1`",
  pool_size: "the size of the window stands behind the layer: `maxpool 2`",
  padding: "padding is `same`, `valid` or `pad 1`",
  pad: "padding is `same`, `valid` or `pad 1`",
  stride: "a stride is written `stride 2`",
  strides: "a stride is written `stride 2`",
  units: "the number of outputs stands behind the layer: `dense 10`",
  activation: "an activation is a layer of its own: `conv 32@3, relu`",
  use_bias: "a bias is there unless you write `no bias`",
  bias: "a bias is there unless you write `no bias`",
  name: "a value is named behind its layer: `conv 32@3 as skip`",
  rate: "the share stands behind the layer: `dropout 0.5`",
  learning_rate: "the learning rate stands behind the optimizer: `optimizer adam 0.001`",
  lr: "the learning rate stands behind the optimizer: `optimizer adam 0.001`",
  batch_size: "a batch is written `batch 32`",
};

/** The same for options of a training. */
const WRITTEN_IN_TRAINING: { readonly [name: string]: string } = {
  class_weight: "classes are weighed by `weights balanced` or `weights { normal 1, rare 5 }`",
  class_weights: "classes are weighed by `weights balanced` or `weights { normal 1, rare 5 }`",
  pretrained: '`start from "runs/other"` begins with the weights of another run',
  scheduler:
    "a schedule is written `schedule cosine`, `schedule step 0.1 every 30` or `schedule plateau 0.1 after 3`",
  lr_scheduler:
    "a schedule is written `schedule cosine`, `schedule step 0.1 every 30` or `schedule plateau 0.1 after 3`",
  warmup: "a warm-up is written `warm_up 5`, in epochs",
  clipnorm: "gradients are clipped by `clip 1`",
  clip_grad_norm: "gradients are clipped by `clip 1`",
  patience: "`stop when validation loss stalls for 3` ends a training early",
  early_stopping: "`stop when validation loss stalls for 3` ends a training early",
  decay: "weight decay stands behind the optimizer: `optimizer adamw 0.001 decay 0.01`",
  weight_decay: "weight decay stands behind the optimizer: `optimizer adamw 0.001 decay 0.01`",
  momentum: "a momentum stands behind the optimizer: `optimizer sgd 0.1 momentum 0.9`",
  nesterov: "Nesterov's momentum stands behind the optimizer: `optimizer sgd 0.1 momentum 0.9 nesterov`",
};

/** How the language writes an option that other tools have under this name. */
export function optionHelp(name: string): string | undefined {
  const key = name.toLowerCase();
  return Object.hasOwn(WRITTEN, key) ? WRITTEN[key] : undefined;
}

/** The same for an option of a training. */
export function trainingHelp(name: string): string | undefined {
  const key = name.toLowerCase();
  return Object.hasOwn(WRITTEN_IN_TRAINING, key) ? WRITTEN_IN_TRAINING[key] : optionHelp(name);
}
