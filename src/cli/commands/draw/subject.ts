import type { Fault } from "../../../diagram/index.ts";
import type { CheckedNet } from "../../../ir/net.ts";
import type { RunInfo } from "../../../runs/run-info.ts";
import type { SourceFile } from "../../../source/source-file.ts";
import type { WeightData } from "../../../targets/tfjs/weights.ts";

/** What is drawn: a net of a spec, or of a run with the weights that its training kept. */
export interface Subject {
  readonly net: CheckedNet;
  readonly source: SourceFile;
  /** Where the net stops, and all messages, where it is not complete. */
  readonly fault?: { readonly at: Fault; readonly messages: string };
  readonly run?: { readonly path: string; readonly info: RunInfo; readonly weights: WeightData };
}
