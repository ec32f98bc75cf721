import { hasErrors } from "../compile.ts";
import { checkJson } from "../report/check-json.ts";
import { checkTable } from "../report/check-table.ts";
import { EXIT, Failure } from "./failure.ts";
import { forTarget, pickNet, readSpec, renderAll, type SetSizes } from "./spec.ts";
import { paint, print } from "./terminal.ts";

export interface CheckOptions {
  readonly json?: boolean;
  readonly net?: string;
  readonly target?: string;
  readonly set?: SetSizes;
  readonly batch?: number;
}

type Unsupported = typeof import("../targets/tfjs/unsupported.ts");

/** `cnnc check FILE…`: tables, claims and messages; returns the exit code. */
export async function check(
  files: readonly string[],
  options: CheckOptions,
  unsupported: () => Promise<Unsupported>,
): Promise<number> {
  const { target } = options;
  if (target !== undefined && target !== "tfjs")
    throw new Failure(`there is no target \`${target}\``, { help: "targets: tfjs" });
  const findUnsupported = target === undefined ? undefined : (await unsupported()).findUnsupported;
  const compilations = files.map((file) => {
    const compilation = readSpec(file, options.set, options.net);
    if (!findUnsupported) return compilation;
    const net = options.net === undefined ? undefined : pickNet(compilation, options.net);
    return forTarget(compilation, findUnsupported, net);
  });
  const ok = !compilations.some(hasErrors);
  const netsOf = (compilation: (typeof compilations)[number]) =>
    options.net === undefined ? compilation.program.nets : [pickNet(compilation, options.net)];
  if (options.json) {
    print(
      JSON.stringify({ ok, files: compilations.map((c) => checkJson(c, netsOf(c), options.batch)) }, null, 2),
    );
    return ok ? EXIT.ok : EXIT.findings;
  }
  const parts: string[] = [];
  for (const compilation of compilations) {
    if (files.length > 1) parts.push(paint.dim(compilation.source.name));
    for (const net of netsOf(compilation))
      parts.push(checkTable(net, compilation.source, paint, options.batch));
    if (compilation.diagnostics.length > 0) parts.push(renderAll(compilation));
  }
  print(parts.join("\n\n"));
  return ok ? EXIT.ok : EXIT.findings;
}
