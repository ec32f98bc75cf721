import { register, type Tf } from "../targets/tfjs/custom/register.ts";
import type * as api from "./cnnc.d.ts";
import { told } from "./given.ts";

export const registerLayers: typeof api.registerLayers = (tf) => {
  const { layers, serialization } = (tf ?? {}) as Partial<Tf>;
  if (typeof layers?.Layer !== "function" || typeof serialization?.registerClass !== "function") {
    throw new TypeError(
      `\`tf\` is TensorFlow.js, an object with \`layers\` and \`serialization\`, and here it is ${typeof tf === "object" && tf !== null ? "an object without them" : told(tf)}`,
    );
  }
  register(tf as Tf);
};
