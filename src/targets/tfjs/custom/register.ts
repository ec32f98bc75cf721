/** The layers of this folder in a copy of TensorFlow.js. Bundled alone, this is the `layers.js` beside a `model.json`. */
import { attention } from "./attention.ts";
import { centroids } from "./centroids.ts";
import { type CustomLayer, layerClass, type Tf } from "./custom-layer.ts";
import { depthwiseConv } from "./depthwise-conv.ts";
import { exponential } from "./exponential.ts";
import { groupedConv } from "./grouped-conv.ts";
import { gru } from "./gru.ts";
import { shift } from "./shift.ts";

export type { Tf };

const custom = [attention, centroids, depthwiseConv, exponential, groupedConv, gru, shift] as const;

/** Names in `model.json` that TensorFlow.js knows only after `register`. */
export const customClasses: ReadonlySet<string> = new Set(custom.map(({ className }) => className));

/** Makes the layers known to `tf.loadLayersModel`, and to what saves models again. */
export function register(tf: Tf): void {
  for (const layer of custom) tf.serialization.registerClass(layerClass(tf, layer as CustomLayer));
}
