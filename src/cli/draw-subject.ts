import { existsSync, statSync } from "node:fs";
import type { Compilation } from "../compile.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Fault } from "../diagram/index.ts";
import type { CheckedNet } from "../ir/net.ts";
import type { RunInfo } from "../runtime/run-folder.ts";
import type { SourceFile } from "../source/source-file.ts";
import type { WeightData } from "../targets/tfjs/weights.ts";
import type { CommandLoader } from "./commands.ts";
import { EXIT, Failure } from "./failure.ts";
import { pickNet, readSpec, renderAll, type SetSizes } from "./spec.ts";

/** What is drawn: a net of a spec, or of a run with the weights that its training kept. */
export interface Subject {
  readonly net: CheckedNet;
  readonly source: SourceFile;
  /** Where the net stops, and all messages, where it is not complete. */
  readonly fault?: { readonly at: Fault; readonly messages: string };
  readonly run?: { readonly path: string; readonly info: RunInfo; readonly weights: WeightData };
}

interface Choice {
  readonly net?: string;
  readonly set?: SetSizes;
}

/** Whether a path is meant as a run: it is a folder. */
export function isRun(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

/** The net of a spec, or of a run folder. A file without anything to draw is a Failure with its messages. */
export async function subjectOf(
  file: string,
  { net: name, set }: Choice,
  load: CommandLoader,
): Promise<Subject> {
  if (isRun(file)) return await runAt(file, { net: name, set }, load);
  const compilation = readSpec(file, { sizes: set, only: name });
  const messages = renderAll(compilation);
  if (compilation.program.nets.length === 0 && compilation.diagnostics.length > 0)
    throw new Failure(messages, { exitCode: EXIT.findings });
  const net = pickNet(compilation, name);
  const { source } = compilation;
  if (net.complete) return { net, source };
  const at = faultOf(compilation, net);
  if (!at || net.nodes.length === 0) throw new Failure(messages, { exitCode: EXIT.findings });
  return { net, source, fault: { at, messages } };
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

async function runAt(
  path: string,
  { net: name, set }: { [K in keyof Choice]: Choice[K] | undefined },
  load: CommandLoader,
): Promise<Subject> {
  const { openRun, withWeights } = await load("runs");
  const { net, source, info, weights } = await openRun(path);
  if (set) throw new Failure(`${path}: this is a run, whose sizes are set`, { help: "leave `--set` away" });
  if (name !== undefined && name !== net.name)
    throw new Failure(`${path}: this run is of \`${net.name}\`, and of no other net`);
  return { net: withWeights(net, weights), source, run: { path, info, weights } };
}
