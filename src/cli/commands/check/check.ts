import { type Compilation, hasErrors } from "../../../compile.ts";
import { shownJson } from "../../../diagnostics/shown.ts";
import { checkJson } from "../../../report/check-json.ts";
import { checkTable } from "../../../report/check-table.ts";
import type { CommandLoader } from "../../commands.ts";
import { forTarget, pickNet, readSpec, renderAll, type SetSizes } from "../../spec/spec.ts";
import { EXIT, Failure } from "../../terminal/failure.ts";
import { paint, print } from "../../terminal/terminal.ts";
import type { MendedLine } from "./fix.ts";

export interface CheckOptions {
  readonly json?: boolean;
  readonly net?: string;
  readonly target?: string;
  readonly set?: SetSizes;
  readonly batch?: number;
  readonly fix?: boolean;
  readonly watch?: boolean;
}

/** `cnnc check FILE…`: tables, claims and messages; returns the exit code. */
export async function check(
  files: readonly string[],
  options: CheckOptions,
  load: CommandLoader,
): Promise<number> {
  const { target } = options;
  if (target !== undefined && target !== "tfjs")
    throw new Failure(`there is no target \`${target}\``, { help: "targets: tfjs" });
  if (options.fix && options.watch)
    throw new Failure("`--fix` and `--watch` exclude each other", {
      help: "mend the file once, then watch it",
    });
  const findUnsupported = target === undefined ? undefined : (await load("unsupported")).findUnsupported;
  const compile = (file: string, asked?: Set<string>) => {
    const compilation = readSpec(file, { sizes: options.set, only: options.net, asked });
    if (!findUnsupported) return compilation;
    const net = options.net === undefined ? undefined : pickNet(compilation, options.net);
    return forTarget(compilation, findUnsupported, net);
  };
  if (options.watch) {
    const { watch } = await load("watch");
    const look = () => {
      const read = new Set<string>();
      return {
        text: report(
          files.map((file) => compile(file, read)),
          options,
        ),
        read,
      };
    };
    return watch(files, look, options.json ?? false);
  }
  const mended = options.fix ? await (await load("fix")).mendFiles(files, options.set) : undefined;
  const compilations = files.map((file) => compile(file));
  if (mended && !options.json)
    for (const { file, line, title } of mended) print(`mended ${file}:${line}: ${title}`);
  print(report(compilations, options, mended));
  return compilations.some(hasErrors) ? EXIT.findings : EXIT.ok;
}

/** What is printed of the findings: with `--json` one document, on one line for `--watch`. */
function report(
  compilations: readonly Compilation[],
  options: CheckOptions,
  mended?: readonly MendedLine[],
): string {
  const netsOf = (compilation: Compilation) =>
    options.net === undefined ? compilation.program.nets : [pickNet(compilation, options.net)];
  if (options.json) {
    const ok = !compilations.some(hasErrors);
    const found = compilations.map((c) => checkJson(c, netsOf(c), options.batch));
    return shownJson({ ok, files: found, ...(mended ? { mended } : {}) }, options.watch ? 0 : 2);
  }
  const parts: string[] = [];
  for (const compilation of compilations) {
    if (compilations.length > 1) parts.push(paint.dim(compilation.source.name));
    for (const net of netsOf(compilation))
      parts.push(checkTable(net, compilation.source, paint, options.batch));
    if (compilation.diagnostics.length > 0) parts.push(renderAll(compilation));
  }
  const hint = mendable(compilations);
  return (hint === undefined ? parts : [...parts, hint]).join("\n\n");
}

/** How many messages `--fix` would answer, or nothing where none. */
function mendable(compilations: readonly Compilation[]): string | undefined {
  const all = compilations.reduce((sum, { diagnostics }) => sum + diagnostics.length, 0);
  const safe = compilations.reduce(
    (sum, { diagnostics, source }) =>
      sum +
      diagnostics.filter(({ fix }) => fix?.safe && source.fileAt(fix.edits[0]!.span.start) === source).length,
    0,
  );
  if (safe === 0) return undefined;
  const which = all === 1 ? "this" : safe === all ? `all ${all} of these` : `${safe} of these ${all}`;
  return `${which} can be mended by \`cnnc check --fix\``;
}
