import { extname } from "node:path";
import { guess } from "../diagnostics/suggest.ts";
import { toSvg, type View, type ViewName, viewFor, views } from "../diagram/index.ts";
import { toPng } from "../diagram/png.ts";
import { writeOutput } from "../runtime/output.ts";
import { accessFailure, EXIT, Failure } from "./failure.ts";
import { pickNet, readSpec, renderAll, type SetSizes } from "./spec.ts";
import { printError } from "./terminal.ts";

export interface DrawOptions {
  readonly output?: string;
  readonly net?: string;
  /** `undefined` for the one that suits the net. */
  readonly view?: string;
  readonly scale: number;
  readonly set?: SetSizes;
}

/** `cnnc draw FILE -o X.svg`: draws a net and returns the exit code. A net with a fault is not drawn. */
export async function draw(file: string, options: DrawOptions): Promise<number> {
  if (options.view !== undefined && !Object.hasOwn(views, options.view)) {
    throw new Failure(`there is no view \`${options.view}\``, {
      help: guess(options.view, Object.keys(views)) ?? `views: ${Object.keys(views).join(", ")}`,
    });
  }
  const type = options.output === undefined ? ".svg" : extname(options.output).toLowerCase();
  if (type !== ".svg" && type !== ".png") {
    throw new Failure(`${options.output}: pictures are written as .svg or .png`);
  }
  const compilation = readSpec(file, { sizes: options.set, only: options.net });
  const messages = () => new Failure(renderAll(compilation), { exitCode: EXIT.findings });
  if (compilation.program.nets.length === 0 && compilation.diagnostics.length > 0) throw messages();
  const net = pickNet(compilation, options.net);
  if (!net.complete) throw messages();
  const name = (options.view as ViewName | undefined) ?? viewFor(net);
  const view: View = views[name];
  const refusal = view.refusal?.(net);
  if (refusal !== undefined) {
    throw new Failure(`the view \`${name}\` can't draw \`${net.name}\`: ${refusal}`, {
      help: `\`--view ${viewFor(net)}\` draws it`,
    });
  }
  const svg = toSvg(view.draw(net, { source: compilation.source }));
  if (options.output === undefined) {
    process.stdout.write(svg);
    return EXIT.ok;
  }
  try {
    await writeOutput(options.output, type === ".svg" ? svg : await toPng(svg, { scale: options.scale }));
  } catch (error) {
    throw accessFailure(options.output, error);
  }
  printError(`${net.name}: ${options.output}`);
  return EXIT.ok;
}
