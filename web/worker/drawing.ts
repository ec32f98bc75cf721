import type { Compilation } from "../../src/compile.ts";
import {
  type DrawOptions,
  drawnFor,
  refusalOf,
  type Scene,
  type Theme,
  themes,
  type View,
  viewFor,
  views,
  type WidthName,
  widths,
} from "../../src/diagram/index.ts";
import type { CheckedNet } from "../../src/ir/net.ts";
import { faultOf } from "../../src/report/fault-of.ts";
import type { Drawing } from "./messages.ts";

/** A net as the page, or `cnnc draw` with the same options, draws it; or why it can't. */
export function sceneOf(
  net: CheckedNet,
  compilation: Compilation,
  drawing: Drawing,
  width: WidthName | undefined = drawing.width,
): Scene | { readonly refusal: string } {
  const name = drawing.view ?? viewFor(net);
  const view: View = views[name];
  if (net.nodes.length === 0) return { refusal: "nothing of it could be read yet" };
  const refusal = refusalOf(view, net);
  if (refusal !== undefined) return { refusal };
  const options = optionsOf(net, compilation, drawing);
  if (width) return drawnFor((room) => view.draw(net, { ...options, width: room }), widths[width]);
  return view.draw(net, drawing.room === undefined ? options : { ...options, width: drawing.room });
}

function optionsOf(net: CheckedNet, compilation: Compilation, { depth, expand }: Drawing): DrawOptions {
  const fault = net.complete ? undefined : faultOf(compilation, net);
  return {
    source: compilation.source,
    expand: expand.filter((block) => blocksOf(net).has(block)),
    ...(fault ? { fault } : {}),
    ...(depth === undefined ? {} : { depth }),
  };
}

export function themeOf({ theme }: Drawing): Theme {
  return themes[theme];
}

/** Names of the blocks that a net uses. */
export function blocksOf(net: CheckedNet): Set<string> {
  return new Set(
    net.nodes.flatMap(({ scopes }) => scopes.filter(({ kind }) => kind !== "repeat").map(({ name }) => name)),
  );
}
