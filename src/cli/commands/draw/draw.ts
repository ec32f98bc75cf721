import { join } from "node:path";
import { cleaned } from "../../../diagnostics/shown.ts";
import { guess } from "../../../diagnostics/suggest.ts";
import {
  drawnFor,
  needsOf,
  refusalOf,
  type Scene,
  type ThemeName,
  themes,
  type View,
  type ViewName,
  type ViewOption,
  viewFor,
  viewOptions,
  views,
  viewsTaking,
  type Width,
  type WidthName,
  widths,
} from "../../../diagram/index.ts";
import type { CheckedNet } from "../../../ir/net.ts";
import type { SetSizes } from "../../spec/spec.ts";
import { EXIT, Failure } from "../../terminal/failure.ts";
import { withFailures } from "../../terminal/found.ts";
import { named } from "../../terminal/named.ts";
import { printError } from "../../terminal/terminal.ts";
import { Names, stemFor } from "../file-names.ts";
import { isRun, subjectsOf } from "./find-subject.ts";
import { givenFor } from "./given.ts";
import type { PartLoader } from "./parts.ts";
import { demandPicture, writePicture } from "./picture.ts";
import type { Subject } from "./subject.ts";
import type { Ranges } from "./values.ts";

export interface DrawOptions {
  readonly output?: string;
  readonly net?: string;
  /** Folder for a picture of every net, and what type of picture. */
  readonly all?: string;
  readonly type: string;
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
  /** Of the inputs that are plotted. */
  readonly range?: Ranges;
  /** File of an example that is shown. */
  readonly image?: string;
}

/**
 * `cnnc draw FILE -o X.svg`: draws the net of a spec or of a run, or all nets of a spec, and returns the exit code. A net with a
 * fault is drawn as far as it holds.
 */
export async function draw(file: string, options: DrawOptions, load: PartLoader): Promise<number> {
  if (options.view !== undefined) {
    named<View>("view", options.view, views);
    demandTaken(options.view as ViewName, options);
  }
  const theme = named("theme", options.theme as ThemeName, themes);
  const widthName = options.width ?? (drawsSlide(options) ? "slide" : undefined);
  const width = widthName === undefined ? undefined : named<Width>("width", widthName as WidthName, widths);
  const fileOf = filesFor(options);
  const drawing = async () => {
    const subjects = await subjectsOf(file, options, load);
    let left = subjects.length;
    for (const subject of subjects) {
      if (options.view === undefined) demandTaken(viewFor(subject.net), options);
      const refusal = refusalFor(subject, options);
      if (refusal && left > 1 && options.all !== undefined) {
        left--;
        printError(cleaned(`${subject.net.name}: ${refusal.message}`));
        continue;
      }
      if (refusal) throw refusal;
      const scene = await sceneOf(subject, width, options, load);
      await writePicture(scene, fileOf(subject.net), { theme, scale: options.scale }, load);
    }
    const fault = subjects.find((subject) => subject.fault)?.fault;
    if (!fault) return EXIT.ok;
    printError(fault.messages);
    return EXIT.findings;
  };
  // What the runtime foresees is told as a message; a spec is drawn without loading it.
  const computes =
    isRun(file) || (options.view !== undefined && needsOf(options.view as ViewName, options).length > 0);
  return computes ? withFailures(drawing) : drawing();
}

/** A slide has its size before anything is on it. */
function drawsSlide({ output, all, type }: DrawOptions): boolean {
  return (all === undefined ? (output ?? "") : `.${type}`).toLowerCase().endsWith(".pptx");
}

/** The file that each net is drawn into; a Failure where none can be. */
function filesFor({ output, all, net, type }: DrawOptions): (net: CheckedNet) => string | undefined {
  if (all === undefined) {
    if (output !== undefined) demandPicture(output);
    return () => output;
  }
  if (output !== undefined || net !== undefined)
    throw new Failure("`--all` draws every net into a folder, and `-o` and `--net` are for one", {
      help: "leave one of them away",
    });
  const pathOf = (name: string) => join(all, `${name}.${type.replace(/^\./, "")}`);
  demandPicture(pathOf("net"));
  const names = new Names();
  return ({ name }) => pathOf(names.free(stemFor(name)));
}

/** Why a net can't be drawn as is asked for. */
function refusalFor({ net }: Subject, options: DrawOptions): Failure | undefined {
  const name = viewNamed(options, net);
  const why = refusalOf(views[name], net);
  if (why === undefined) return undefined;
  return new Failure(`the view \`${name}\` can't draw \`${net.name}\`: ${why}`, {
    help: `\`--view ${viewFor(net)}\` draws it`,
  });
}

function viewNamed({ view }: DrawOptions, net: CheckedNet): ViewName {
  return (view as ViewName | undefined) ?? viewFor(net);
}

/** A net as one of the views shows it. */
async function sceneOf(
  subject: Subject,
  width: Width | undefined,
  options: DrawOptions,
  load: PartLoader,
): Promise<Scene> {
  const { net, source, fault } = subject;
  const { depth, expand = [] } = options;
  demandBlocks(net, expand);
  const name = viewNamed(options, net);
  const view: View = views[name];
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

/** A Failure where an option is given that the view doesn't take. */
function demandTaken(name: ViewName, options: DrawOptions): void {
  const { takes }: View = views[name];
  for (const option of Object.keys(viewOptions) as ViewOption[]) {
    if (options[option] === undefined || takes.includes(option)) continue;
    const taking = viewsTaking(option);
    const written = taking.map((view) => `\`${view}\``).join(", ");
    throw new Failure(
      `${viewOptions[option]} belongs to the ${taking.length > 1 ? "views" : "view"} ${written}`,
      {
        help: `${options.view === undefined ? "add" : "ask for"} --view ${taking[0]}, or leave ${viewOptions[option]} away`,
      },
    );
  }
}

/** A Failure where a net has no block of one of these names. */
function demandBlocks(net: CheckedNet, names: readonly string[]): void {
  if (names.length === 0) return;
  const blocks = new Set(
    net.nodes.flatMap(({ scopes }) => scopes.filter(({ kind }) => kind !== "repeat").map(({ name }) => name)),
  );
  for (const name of names) {
    if (blocks.has(name)) continue;
    throw new Failure(`\`${net.name}\` uses no block \`${cleaned(name)}\``, {
      help:
        guess(name, blocks) ?? (blocks.size > 0 ? `blocks: ${[...blocks].join(", ")}` : "it has no blocks"),
    });
  }
}
