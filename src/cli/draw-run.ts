/** What drawing a run takes; a module of its own, since a spec is drawn without it. */
export { openRun } from "../api/run.ts";
export { RunFolder } from "../runtime/run-folder.ts";
export { withWeights } from "../targets/tfjs/weights.ts";
