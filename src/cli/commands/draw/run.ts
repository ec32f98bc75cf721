/** What drawing a run takes; a module of its own, since a spec is drawn without it. */
export { openRun } from "../../../runs/open-run.ts";
export { RunFolder } from "../../../runs/run-folder.ts";
export { withWeights } from "../../../targets/tfjs/weights.ts";
