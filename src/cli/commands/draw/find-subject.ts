import { existsSync, statSync } from "node:fs";
import { cleaned } from "../../../diagnostics/shown.ts";
import { faultOf } from "../../../report/fault-of.ts";
import { pickNet, readSpec, renderAll, type SetSizes } from "../../spec/spec.ts";
import { EXIT, Failure } from "../../terminal/failure.ts";
import type { PartLoader } from "./parts.ts";
import type { Subject } from "./subject.ts";

interface Choice {
  readonly net?: string;
  readonly set?: SetSizes;
  readonly all?: string;
}

/** Whether a path is meant as a run: it is a folder. */
export function isRun(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

/**
 * A net of a spec, all of them, or that of a run folder. A file without anything to draw is a Failure with its messages.
 */
export async function subjectsOf(
  file: string,
  { net: name, set, all }: Choice,
  load: PartLoader,
): Promise<Subject[]> {
  if (isRun(file)) return [await runAt(file, { net: name, set }, load)];
  const compilation = readSpec(file, { sizes: set, only: name, advice: false });
  const messages = renderAll(compilation);
  if (compilation.program.nets.length === 0 && compilation.diagnostics.length > 0)
    throw new Failure(messages, { exitCode: EXIT.findings, rendered: true });
  const { source } = compilation;
  const nets = all === undefined ? [pickNet(compilation, name)] : compilation.program.nets;
  return nets.map((net) => {
    if (net.complete) return { net, source };
    const at = faultOf(compilation, net);
    if (!at || net.nodes.length === 0)
      throw new Failure(messages, { exitCode: EXIT.findings, rendered: true });
    return { net, source, fault: { at, messages } };
  });
}

async function runAt(
  path: string,
  { net: name, set }: { readonly net: string | undefined; readonly set: SetSizes | undefined },
  load: PartLoader,
): Promise<Subject> {
  const { openRun, withWeights } = await load("runs");
  const { net, source, info, weights } = await openRun(path);
  if (set)
    throw new Failure(`${cleaned(path)}: this is a run, whose sizes are set`, {
      help: "leave `--set` away",
    });
  if (name !== undefined && name !== net.name)
    throw new Failure(`${cleaned(path)}: this run is of \`${net.name}\`, and of no other net`);
  return { net: withWeights(net, weights), source, run: { path, info, weights } };
}
