/** The library: `import { compile, load } from "cnnc"`. Its types are in `cnnc.d.ts`, and hold for what is here. */
import { version } from "../../package.json";
import { diskHost } from "../cli/imports.ts";
import { compile as compileSource, hasErrors } from "../compile.ts";
import { render } from "../diagnostics/render.ts";
import type { CheckedNet } from "../ir/net.ts";
import { type StartedBackend, startBackend } from "../runtime/backend.ts";
import { inputsOf } from "../runtime/data/wants.ts";
import { predictorOf } from "../runtime/predictor.ts";
import { product } from "../shape/shape.ts";
import { NO_FILES } from "../source/host.ts";
import { SourceFile } from "../source/source-file.ts";
import { modelJson } from "../targets/tfjs/artifacts.ts";
import { register, type Tf } from "../targets/tfjs/custom/register.ts";
import { findUnsupported } from "../targets/tfjs/unsupported.ts";
import { initialWeights, weightBytes } from "../targets/tfjs/weights.ts";
import type * as api from "./cnnc.d.ts";
import { examplesOf } from "./examples.ts";
import { openRun } from "./run.ts";

const GENERATED_BY = `cnnc ${version}`;

export const compile: typeof api.compile = (text, { file, sizes = {} } = {}) => {
  const compilation = compileSource(
    new SourceFile(file ?? "spec.cnn", text),
    {},
    file === undefined ? NO_FILES : diskHost(file),
    new Map(Object.entries(sizes)),
  );
  const { program, diagnostics, source } = compilation;
  return {
    ok: !hasErrors(compilation),
    messages: diagnostics.map((diagnostic) => {
      const { code, severity, message, help, span } = diagnostic;
      const { line, column } = source.position(span.start);
      return {
        code,
        severity,
        message,
        ...(help === undefined ? {} : { help }),
        file: source.fileAt(span.start).name,
        line,
        column,
        rendered: render(diagnostic, source),
      };
    }),
    nets: program.nets.map(netOf),
  };
};

function netOf(net: CheckedNet): api.Net {
  const { name, complete, nodes, totals } = net;
  return {
    name,
    complete,
    layers: nodes.map(({ id, kind, label, inputs, output, weights, multiplyAdds }) => ({
      id,
      kind,
      label,
      inputs,
      output,
      weights: weights.reduce((sum, { shape }) => sum + product(shape), 0),
      multiplyAdds,
    })),
    weights: totals.weights,
    learned: totals.learned,
    multiplyAdds: totals.multiplyAdds,
    toTfjs(seed = 1) {
      if (!complete) throw new Error(`the net \`${name}\` is not complete: see the messages`);
      const open = net.openSizes ?? [];
      if (open.length > 0)
        throw new Error(
          `the net \`${name}\` leaves ${open.map((size) => size.name).join(" and ")} open: set \`sizes\``,
        );
      const [unsupported] = findUnsupported(net);
      if (unsupported) throw new Error(unsupported.message);
      const weights = initialWeights(net, seed);
      return { modelJson: modelJson(net, weights, GENERATED_BY), weights: weightBytes(weights.data) };
    },
  };
}

export const registerLayers: typeof api.registerLayers = (tf) => register(tf as Tf);

/** The backend of this process, once it is asked for. */
let started: Promise<StartedBackend> | undefined;

export const load: typeof api.load = async (run, { backend = "auto" } = {}) => {
  const { net, weights } = await openRun(run);
  started ??= startBackend(backend);
  const { name } = await started.catch((error) => {
    started = undefined;
    throw error;
  });
  if (backend !== "auto" && backend !== name)
    throw new Error(`this process computes on ${name} already, and can't on ${backend} too`);
  const predictor = await predictorOf(net, weights);
  const predict = async (given: api.Example | readonly api.Example[]) => {
    const several = isList(given);
    const predictions = await predictor.predict(await examplesOf(net, several ? given : [given]));
    return several ? predictions : predictions[0]!;
  };
  return {
    name: net.name,
    inputs: inputsOf(net).map(({ name, shape, fields }) => ({
      name,
      shape,
      fields: fields.map((field) => field.name),
    })),
    heads: net.outputs.map(({ name }) => name),
    backend: name,
    predict: predict as api.Model["predict"],
    dispose: () => predictor.dispose(),
  };
};

/** Several examples, and not the numbers of one. */
function isList(given: api.Example | readonly api.Example[]): given is readonly api.Example[] {
  return Array.isArray(given) && typeof given[0] !== "number";
}
