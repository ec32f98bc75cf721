import type { CheckedNet } from "../../ir/net.ts";
import { Analysis } from "../analysis.ts";
import type { ReadFile } from "../documents.ts";
import { edited } from "../names.ts";
import type { TextEdit } from "../types.ts";

/**
 * Whether edits leave every net what it is: the same layers with the same shapes, weights and sums, and no message that
 * was not there. The file is compiled anew to see that.
 */
export function keepsNets(analysis: Analysis, edits: readonly TextEdit[], read: ReadFile): boolean {
  const after = edited(edits, (path) => (path === analysis.file ? analysis.text : read(path)));
  const changed = new Analysis(analysis.file, after(analysis.file)!, after);
  const told = (each: Analysis) =>
    each.compilation.diagnostics.filter(({ severity }) => severity === "error").map(({ code }) => code);
  const before = told(analysis);
  const now = told(changed);
  if (now.length > before.length || now.some((code) => !before.includes(code))) return false;
  const nets = (each: Analysis) => each.compilation.program.nets;
  return (
    nets(analysis).length === nets(changed).length &&
    nets(analysis).every((net, i) => numbersOf(net) === numbersOf(nets(changed)[i]!))
  );
}

/** All numbers of a net, and how its layers hang together, as one text. */
export function numbersOf({ name, complete, nodes, totals }: CheckedNet): string {
  const layers = nodes.map(({ kind, inputs, output, form, weights, multiplyAdds, shares, task, params }) => [
    kind,
    inputs,
    output,
    form,
    weights.map(({ shape, role }) => [shape, role]),
    multiplyAdds,
    shares,
    task,
    params,
  ]);
  return JSON.stringify([name, complete, totals, layers]);
}
