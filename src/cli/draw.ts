import { guess } from "../diagnostics/suggest.ts";
import {
  drawnFor,
  type Scene,
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
import { givenFor } from "./draw-given.ts";
import { isRun, type Subject, subjectOf } from "./draw-subject.ts";
import type { Ranges } from "./draw-values.ts";
import { EXIT, Failure } from "./failure.ts";
import { named } from "./named.ts";
import { demandPicture, writePicture } from "./picture.ts";
import type { SetSizes } from "./spec.ts";
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
  /** For the view `plot` alone. */
  readonly range?: Ranges;
  /** For the view `kernels` alone. */
  readonly image?: string;
}

/**
 * `cnnc draw FILE -o X.svg`: draws the net of a spec or of a run and returns the exit code. A net with a fault is drawn as far
 * as it holds.
 */
export async function draw(file: string, options: DrawOptions, load: CommandLoader): Promise<number> {
  if (options.view !== undefined) named<View>("view", options.view, views);
  const theme = named("theme", options.theme as ThemeName, themes);
  const width =
    options.width === undefined ? undefined : named<Width>("width", options.width as WidthName, widths);
  if (options.output !== undefined) demandPicture(options.output);
  demandView(options, "range", "plot");
  demandView(options, "image", "kernels");
  const drawing = async () => {
    const subject = await subjectOf(file, options, load);
    const scene = await sceneOf(subject, width, options, load);
    await writePicture(scene, options.output, { theme, scale: options.scale }, load);
    if (!subject.fault) return EXIT.ok;
    printError(subject.fault.messages);
    return EXIT.findings;
  };
  // What the runtime foresees is told as a message; a spec is drawn without loading it.
  const computes = isRun(file) || options.view === "plot" || options.image !== undefined;
  return computes ? (await load("runtimeErrors")).translated(drawing) : drawing();
}

/** A net as one of the views shows it. */
async function sceneOf(
  subject: Subject,
  width: Width | undefined,
  options: DrawOptions,
  load: CommandLoader,
): Promise<Scene> {
  const { net, source, fault } = subject;
  const { depth, expand = [] } = options;
  demandBlocks(net, expand);
  const name = (options.view as ViewName | undefined) ?? viewFor(net);
  const view: View = views[name];
  const refusal =
    fault && !view.marksFaults ? "it has a fault, and this view shows whole nets" : view.refusal?.(net);
  if (refusal !== undefined) {
    throw new Failure(`the view \`${name}\` can't draw \`${net.name}\`: ${refusal}`, {
      help: `\`--view ${viewFor(net)}\` draws it`,
    });
  }
  const given = await givenFor(name, subject, options, load);
  const told = {
    source,
    expand,
    ...(fault ? { fault: fault.at } : {}),
    ...(depth === undefined ? {} : { depth }),
  };
  return width
    ? drawnFor((room) => view.draw(net, { ...told, width: room }, given), width)
    : view.draw(net, told, given);
}

/** A Failure where an option of one view is given with another. */
function demandView(options: DrawOptions, option: "range" | "image", view: ViewName): void {
  if (options[option] === undefined || options.view === view) return;
  throw new Failure(`--${option} belongs to the view \`${view}\``, { help: `add --view ${view}` });
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
