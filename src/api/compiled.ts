/** What the library says of a compilation, in Node and in a browser. */
import { version } from "../../package.json";
import { type Compilation, type CompileSettings, compileText, hasErrors } from "../compile.ts";
import { render } from "../diagnostics/render.ts";
import { guess, list } from "../diagnostics/suggest.ts";
import type { CheckedNet } from "../ir/net.ts";
import { product } from "../shape/shape.ts";
import { modelJson } from "../targets/tfjs/artifacts.ts";
import { findUnsupported } from "../targets/tfjs/unsupported.ts";
import { initialWeights, type WeightData, weightBytes } from "../targets/tfjs/weights.ts";
import type * as api from "./cnnc.d.ts";
import { clipped, demandWhole } from "./given.ts";

/** What `model.json` names as its maker. */
const GENERATED_BY = `cnnc ${version}`;

/**
 * Compiles a spec with sizes that a caller gives.
 *
 * @throws RangeError where the spec is right and leaves no size of such a name open
 */
export function compileSized(
  text: string,
  sizes: { readonly [name: string]: number },
  settings: Omit<CompileSettings, "sizes"> & { readonly file?: string | undefined } = {},
): Compilation {
  const compilation = compileText(text, settings.file, {
    ...settings,
    sizes: new Map(Object.entries(sizes)),
  });
  // In a spec with errors the net that leaves it open may be missing.
  if (!hasErrors(compilation)) demandOpen(Object.keys(sizes), compilation.symbols);
  return compilation;
}

function demandOpen(sizes: readonly string[], open: readonly string[]): void {
  const strange = sizes.find((name) => !open.includes(name));
  if (strange === undefined) return;
  const instead = guess(strange, open) ?? (open.length > 0 ? `open are ${list(open)}` : "none is open");
  throw new RangeError(`\`options.sizes\`: no net leaves a size \`${clipped(strange)}\` open: ${instead}`);
}

/** The nets of a compilation and what was found. */
export function compiled(compilation: Compilation): api.Compilation {
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
}

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
      demandWhole(0)(seed, "seed");
      demandRunnable(net);
      return tfjsModel(net, initialWeights(net, seed));
    },
  };
}

/**
 * Demands that a net can be a model of TensorFlow.js.
 *
 * @throws Error where it is not complete, leaves sizes open, or has a layer that TensorFlow.js can't do
 */
export function demandRunnable(net: CheckedNet): void {
  const { name, complete, openSizes: open = [] } = net;
  if (!complete) throw new Error(`the net \`${name}\` is not complete: see the messages`);
  if (open.length > 0)
    throw new Error(
      `the net \`${name}\` leaves ${open.map((size) => size.name).join(" and ")} open: set \`sizes\``,
    );
  const [unsupported] = findUnsupported(net);
  if (unsupported) throw new Error(unsupported.message);
}

/** A net with its weights, as `tf.loadLayersModel` takes it. */
export function tfjsModel(net: CheckedNet, weights: WeightData): api.TfjsModel {
  return { modelJson: modelJson(net, weights, GENERATED_BY), weights: weightBytes(weights.data) };
}
