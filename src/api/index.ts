/** The library: `import { compile, load } from "cnnc"`. Its types are in `cnnc.d.ts`, and hold for what is here. */

import { predictorOf } from "../answering/predictor.ts";
import { type BackendName, backendNames, type StartedBackend, startBackend } from "../backends/backend.ts";
import { readFeature } from "../data/sources/example-files.ts";
import { inputsAsRead } from "../data/wants.ts";
import { diskHost } from "../host/imports.ts";
import { openRun } from "../runs/open-run.ts";
import { asked } from "./asked.ts";
import type * as api from "./cnnc.d.ts";
import { compiled, compileSized } from "./compiled.ts";
import { demandFields, demandName, demandOneOf, demandSizes, demandText } from "./given.ts";

export { registerLayers } from "./register-layers.ts";

export const compile: typeof api.compile = (text, options = {}) => {
  demandText(text, "text");
  demandFields(options, "options", { file: demandName, sizes: demandSizes });
  const { file, sizes = {} } = options;
  const host = file === undefined ? undefined : diskHost(file);
  return compiled(compileSized(text, sizes, { file, host }));
};

/** The backend of this process, once it is asked for. */
let started: Promise<StartedBackend> | undefined;

export const load: typeof api.load = async (run, options = {}) => {
  demandName(run, "run");
  demandFields(options, "options", { backend: demandOneOf(["auto", ...backendNames]) });
  const { backend = "auto" } = options;
  const { net, weights, info } = await openRun(run);
  const { name } = await running(backend);
  if (backend !== "auto" && backend !== name)
    throw new Error(`this process computes on ${name} already, and can't on ${backend} too`);
  const predictor = await predictorOf(net, weights);
  return {
    ...asked(net, predictor, readFeature, inputsAsRead(net, info.reading)),
    backend: name,
  };
};

/** The backend that runs in this process, else the one that is asked for; one that fails leaves the next caller free to ask. */
async function running(backend: BackendName | "auto"): Promise<StartedBackend> {
  // Another call's backend that fails is no failure of this one.
  while (started) {
    const other = started;
    const running = await other.catch(() => undefined);
    if (running) return running;
    if (started === other) started = undefined;
  }
  const own = startBackend(backend);
  started = own;
  return own.catch((error) => {
    if (started === own) started = undefined;
    throw error;
  });
}
