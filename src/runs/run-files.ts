/** What lies in a run folder. */
import { createHash } from "node:crypto";
import { WEIGHTS_FILE } from "../targets/tfjs/artifacts.ts";

export const RUN_FILES = {
  run: "run.json",
  spec: "spec.cnn",
  imports: "imports.json",
  checkpoint: "checkpoint.bin",
  weights: WEIGHTS_FILE,
  model: "model.json",
  history: "history.json",
} as const;

/** What a file is called while it is being written; the next one who writes it takes the same name. */
export function partOf(name: string): string {
  return `${name}.part`;
}

/** SHA-256, in hexadecimal. */
export function checksumOf(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
