/**
 * tfjs can't differentiate a batch normalisation that has no scale or no offset: it saves what is not there. A scale of
 * 1 and an offset of 0 change nothing and are saved like others.
 */
import * as tf from "../tf.ts";

let done = false;

/** Gives every batch normalisation a scale and an offset while gradients are recorded. Idempotent. */
export function completeBatchnorm(): void {
  if (done) return;
  done = true;
  const engine = tf.engine();
  const run = engine.runKernel.bind(engine);
  engine.runKernel = ((name: string, inputs: tf.NamedTensorMap, attrs?: tf.NamedAttrMap) => {
    if (name !== "FusedBatchNorm" || engine.state.gradientDepth === 0) return run(name, inputs, attrs);
    const { mean, scale, offset } = inputs;
    const whole = {
      ...inputs,
      scale: scale ?? tf.ones(mean!.shape),
      offset: offset ?? tf.zeros(mean!.shape),
    };
    return run(name, whole, attrs);
  }) as typeof engine.runKernel;
}
