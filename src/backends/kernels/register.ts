/** Replaces or adds kernels in TensorFlow.js's registry. */
import * as tf from "../tf.ts";

/** What a kernel gets: input tensors by name, attributes by name, and the backend whose memory holds them. */
export type KernelArgs<Inputs extends string, Attrs = unknown, Backend = unknown> = {
  inputs: Record<Inputs, tf.TensorInfo>;
  attrs: Attrs;
  backend: Backend;
};

/**
 * Registers `kernel` for `kernelName` on `backendName`, in place of the one registered before, if any.
 *
 * @returns what was registered before, so that the new kernel can hand cases on to it.
 */
export function replaceKernel<Inputs extends string, Attrs, Backend>(
  backendName: string,
  kernelName: string,
  kernel: (args: KernelArgs<Inputs, Attrs, Backend>) => tf.TensorInfo,
): tf.KernelFunc | undefined {
  const before = tf.getKernel(kernelName, backendName);
  // Registering over an existing kernel makes tfjs print a warning.
  if (before) tf.unregisterKernel(kernelName, backendName);
  tf.registerKernel({ kernelName, backendName, kernelFunc: kernel as unknown as tf.KernelFunc });
  return before?.kernelFunc;
}

type Gradients = ReturnType<tf.GradFunc>;

/**
 * Sets the gradient of a kernel, for all backends. `gradient` is given what stood there before as `plain`.
 *
 * @param inputsToSave names of the inputs that it is given
 */
export function replaceGradient(
  kernelName: string,
  inputsToSave: readonly string[],
  gradient: (
    dy: tf.Tensor,
    saved: readonly tf.Tensor[],
    attrs: tf.NamedAttrMap,
    plain: (() => Gradients) | undefined,
  ) => Gradients,
): void {
  const before = tf.getGradient(kernelName);
  if (before) tf.unregisterGradient(kernelName);
  tf.registerGradient({
    ...(before ?? { kernelName, inputsToSave: [...inputsToSave] }),
    gradFunc: (dy, saved, attrs) =>
      gradient(dy as tf.Tensor, saved, attrs, before && (() => before.gradFunc(dy, saved, attrs))),
  });
}
