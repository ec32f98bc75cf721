import type { Compilation } from "../compile.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { guess } from "../diagnostics/suggest.ts";
import {
  drawnFor,
  type Fault,
  type ThemeName,
  themes,
  type View,
  type ViewName,
  viewFor,
  views,
  type Width,
  type WidthName,
  widths,
} from "../diagram/index.ts";
import type { CheckedNet } from "../ir/net.ts";
import type { CommandLoader } from "./commands.ts";
import { EXIT, Failure } from "./failure.ts";
import { named } from "./named.ts";
import { demandPicture, writePicture } from "./picture.ts";
import { pickNet, readSpec, renderAll, type SetSizes } from "./spec.ts";
import { printError } from "./terminal.ts";

export interface DrawOptions {
  readonly output?: string;
  readonly net?: string;
  /** `undefined` for the one that suits the net. */
  readonly view?: string;
  /** `undefined` for what suits the view. */
  readonly depth?: number | "all";
  /** Names of blocks that are open at any depth. */
  readonly expand?: readonly string[];
  /** `undefined` for as wide as it gets. */
  readonly width?: string;
  readonly theme: string;
  readonly scale: number;
  readonly set?: SetSizes;
}

/** `cnnc draw FILE -o X.svg`: draws a net and returns the exit code. A net with a fault is drawn as far as it holds. */
export async function draw(file: string, options: DrawOptions, load: CommandLoader): Promise<number> {
  if (options.view !== undefined) named<View>("view", options.view, views);
  const theme = named("theme", options.theme as ThemeName, themes);
  const width =
    options.width === undefined ? undefined : named<Width>("width", options.width as WidthName, widths);
  if (options.output !== undefined) demandPicture(options.output);
  const compilation = readSpec(file, { sizes: options.set, only: options.net });
  const messages = () => renderAll(compilation);
  if (compilation.program.nets.length === 0 && compilation.diagnostics.length > 0)
    throw new Failure(messages(), { exitCode: EXIT.findings });
  const net = pickNet(compilation, options.net);
  const fault = net.complete ? undefined : faultOf(compilation, net);
  if (!net.complete && (!fault || net.nodes.length === 0))
    throw new Failure(messages(), { exitCode: EXIT.findings });
  demandBlocks(net, options.expand ?? []);
  const name = (options.view as ViewName | undefined) ?? viewFor(net);
  const view: View = views[name];
  const refusal =
    fault && !view.marksFaults ? "it has a fault, and this view shows whole nets" : view.refusal?.(net);
  if (refusal !== undefined) {
    throw new Failure(`the view \`${name}\` can't draw \`${net.name}\`: ${refusal}`, {
      help: `\`--view ${viewFor(net)}\` draws it`,
    });
  }
  const { source } = compilation;
  const { depth, expand } = options;
  const given = {
    source,
    ...(fault ? { fault } : {}),
    ...(depth === undefined ? {} : { depth }),
    ...(expand ? { expand } : {}),
  };
  const scene = width
    ? drawnFor((room) => view.draw(net, { ...given, width: room }), width)
    : view.draw(net, given);
  await writePicture(scene, options.output, { theme, scale: options.scale }, load);
  if (!fault) return EXIT.ok;
  printError(messages());
  return EXIT.findings;
}

/** The first fault of a net that is not complete. */
function faultOf({ diagnostics, source }: Compilation, net: CheckedNet): Fault | undefined {
  const inside = ({ span, severity }: Diagnostic) =>
    severity === "error" && span.start >= net.span.start && span.end <= net.span.end;
  const found = diagnostics.find(inside) ?? diagnostics.find(({ severity }) => severity === "error");
  if (!found) return undefined;
  const [text] = source.slice(found.span).split("\n", 1) as [string];
  const short = text.length > 48 ? `${text.slice(0, 47)}…` : text;
  return {
    text: short.trim(),
    message: found.message.replaceAll("`", ""),
    line: source.position(found.span.start).line,
  };
}

/** A Failure where a net has no block of one of these names. */
function demandBlocks(net: CheckedNet, names: readonly string[]): void {
  if (names.length === 0) return;
  const blocks = new Set(
    net.nodes.flatMap(({ scopes }) => scopes.filter(({ kind }) => kind !== "repeat").map(({ name }) => name)),
  );
  for (const name of names) {
    if (blocks.has(name)) continue;
    throw new Failure(`\`${net.name}\` uses no block \`${name}\``, {
      help:
        guess(name, blocks) ?? (blocks.size > 0 ? `blocks: ${[...blocks].join(", ")}` : "it has no blocks"),
    });
  }
}
