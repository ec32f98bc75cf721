import { hostView } from "../../backends/host-memory.ts";
import type * as tf from "../../backends/tf.ts";
import type { OptimizerSettings } from "../../ir/program.ts";
import { DeviceAdam, HostAdam } from "./adam.ts";
import { GradientDescent } from "./descent.ts";
import type { Optimizer } from "./optimizer.ts";
import { RmsProp } from "./rmsprop.ts";

/** An optimizer of these variables; weight decay is on all of them, as PyTorch does it for all that it is given. */
export function createOptimizer(settings: OptimizerSettings, variables: readonly tf.Variable[]): Optimizer {
  switch (settings.kind) {
    case "sgd":
      return new GradientDescent(settings, variables);
    case "rmsprop":
      return new RmsProp(settings, variables);
    case "adam":
    case "adamw": {
      const onHost = variables.every((variable) => hostView(variable) !== undefined);
      const Adam = onHost ? HostAdam : DeviceAdam;
      return new Adam(settings.rate, variables, settings.decay);
    }
  }
}
