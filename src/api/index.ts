/** The library: `import { compile, load } from "cnnc"`. Its types are in `cnnc.d.ts`, and hold for what is here. */

import { predictorOf } from "../answering/predictor.ts";
import { type StartedBackend, startBackend } from "../backends/backend.ts";
import { compile as compileSource } from "../compile.ts";
import { readFeature } from "../data/sources/example-files.ts";
import { inputsAsRead } from "../data/wants.ts";
import { diskHost } from "../host/imports.ts";
import { openRun } from "../runs/open-run.ts";
import { NO_FILES } from "../source/host.ts";
import { SourceFile } from "../source/source-file.ts";
import { asked } from "./asked.ts";
import type * as api from "./cnnc.d.ts";
import { compiled } from "./compiled.ts";

export { registerLayers } from "./register-layers.ts";

export const compile: typeof api.compile = (text, { file, sizes = {} } = {}) =>
  compiled(
    compileSource(
      new SourceFile(file ?? "spec.cnn", text),
      {},
      file === undefined ? NO_FILES : diskHost(file),
      new Map(Object.entries(sizes)),
    ),
  );

/** The backend of this process, once it is asked for. */
let started: Promise<StartedBackend> | undefined;

export const load: typeof api.load = async (run, { backend = "auto" } = {}) => {
  const { net, weights, info } = await openRun(run);
  started ??= startBackend(backend);
  const { name } = await started.catch((error) => {
    started = undefined;
    throw error;
  });
  if (backend !== "auto" && backend !== name)
    throw new Error(`this process computes on ${name} already, and can't on ${backend} too`);
  const predictor = await predictorOf(net, weights);
  return {
    ...asked(net, predictor, readFeature, inputsAsRead(net, info.reading)),
    backend: name,
  };
};
