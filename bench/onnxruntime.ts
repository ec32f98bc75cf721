/** onnxruntime-web, which `npm run rivals` installs into .bench: it is no dependency, since it is large. */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Protobuf } from "./onnx.ts";

const HOME = join(import.meta.dirname, "../.bench/node_modules");

/** A runtime for ONNX files. */
export interface Onnxruntime {
  readonly version: string;
  readonly protobuf: Protobuf;
  /** Its module, which computes with so many threads from then on: a process can't change that later. */
  withThreads(threads: number): Promise<OrtModule>;
}

/** What is used here of onnxruntime-web's exports. */
export interface OrtModule {
  readonly env: { readonly wasm: { numThreads: number } };
  readonly Tensor: new (type: "float32", data: Float32Array, dims: readonly number[]) => object;
  readonly InferenceSession: {
    create(
      model: Uint8Array,
      options: { readonly executionProviders: readonly ["wasm"] },
    ): Promise<{
      run(feeds: Record<string, object>): Promise<Record<string, { readonly data: Float32Array }>>;
      release(): Promise<void>;
    }>;
  };
}

/** Undefined where it is not installed. */
export async function findOnnxruntime(): Promise<Onnxruntime | undefined> {
  const folder = join(HOME, "onnxruntime-web");
  if (!existsSync(folder)) return undefined;
  const require = createRequire(join(HOME, "index.js"));
  const entry = pathToFileURL(join(folder, "dist/ort.node.min.mjs")).href;
  return {
    version: (JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string }).version,
    protobuf: require("protobufjs") as Protobuf,
    async withThreads(threads) {
      const ort = (await import(entry)) as OrtModule;
      ort.env.wasm.numThreads = threads;
      return ort;
    },
  };
}
