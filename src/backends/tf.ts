/**
 * The one place from which runtime code gets TensorFlow.js.
 *
 * `import * as tf from "./tf.ts"` gives tfjs-core and tfjs-layers under one name. Importing `@tensorflow/tfjs`
 * anywhere else would load a second copy of both (its Node bundle holds its own) and register every kernel
 * twice. tfjs-layers is not optional even where only operations are wanted: its Node bundle is what registers
 * the operations' gradients.
 *
 * No backend is loaded here; `startBackend` does that.
 */
export * from "@tensorflow/tfjs-core";
export * from "@tensorflow/tfjs-layers";
