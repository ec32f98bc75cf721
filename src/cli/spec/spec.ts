import { type Compilation, compile, hasErrors } from "../../compile.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { render } from "../../diagnostics/render.ts";
import { describeAccess } from "../../host/access.ts";
import { diskHost } from "../../host/imports.ts";
import { readTextFile } from "../../host/text.ts";
import type { CheckedNet } from "../../ir/net.ts";
import { SourceFile } from "../../source/source-file.ts";
import { EXIT, Failure } from "../terminal/failure.ts";
import { paint } from "../terminal/terminal.ts";

/** Sizes that the command line sets, by the names that nets give them. */
export type SetSizes = ReadonlyMap<string, number>;

/**
 * How a spec is read: `only` one of its nets, with open sizes set to `sizes`; `asked` gathers the files that it imports, and
 * without `advice` only errors are told.
 */
export interface Reading {
  readonly sizes?: SetSizes | undefined;
  readonly only?: string | undefined;
  readonly asked?: Set<string> | undefined;
  /** Whether warnings are looked for. */
  readonly advice?: boolean;
}

/** Reads and compiles a spec; a file that can't be read is a Failure, and so is a size that no net leaves open. */
export function readSpec(file: string, { sizes, only, asked, advice = true }: Reading = {}): Compilation {
  const host = diskHost(file, asked);
  const compilation = compile(new SourceFile(file, readText(file)), { host, sizes, only, advice });
  const { symbols } = compilation;
  for (const name of sizes?.keys() ?? []) {
    if (symbols.includes(name)) continue;
    throw new Failure(`${file}: no net leaves a size \`${name}\` open`, {
      help:
        symbols.length > 0
          ? `open are ${symbols.join(", ")}`
          : "write a name in place of a size: `input image H x W x 1`",
    });
  }
  return compilation;
}

/** The text of a file; one that can't be read is a Failure. */
export function readText(file: string): string {
  try {
    return readTextFile(file);
  } catch (error) {
    throw new Failure(describeAccess(file, error));
  }
}

/** Messages that are printed; nobody scrolls further up. */
const MOST_PRINTED = 100;

/** Messages of a compilation, as the terminal shows them. */
export function renderAll({ diagnostics, source }: Pick<Compilation, "diagnostics" | "source">): string {
  const printed = diagnostics.slice(0, MOST_PRINTED).map((diagnostic) => render(diagnostic, source, paint));
  const left = diagnostics.slice(MOST_PRINTED);
  if (left.length === 0) return printed.join("\n\n");
  const last = left.at(-1)!;
  // The last one may count those that are not even told.
  const beyond = last.code === "messages_left_out" ? `; beyond them, ${last.message}` : "";
  const count = left.length - (beyond ? 1 : 0);
  return [...printed, `and ${count} more messages, which \`--json\` lists${beyond}`].join("\n\n");
}

/** The spec, or a Failure with its messages where it has any. */
export function readSoundSpec(file: string, sizes?: SetSizes): Compilation {
  const compilation = readSpec(file, { sizes });
  if (hasErrors(compilation))
    throw new Failure(renderAll(compilation), { exitCode: EXIT.findings, rendered: true });
  return compilation;
}

/** The compilation, with what a target finds wrong with one of its nets, or with all. */
export function forTarget(
  compilation: Compilation,
  find: (net: CheckedNet) => readonly Diagnostic[],
  net?: CheckedNet,
): Compilation {
  const found = (net ? [net] : compilation.program.nets).flatMap(find);
  if (found.length === 0) return compilation;
  const diagnostics = [...compilation.diagnostics, ...found].sort((a, b) => a.span.start - b.span.start);
  return { ...compilation, diagnostics };
}

/** A Failure with the target's messages where it can't do the net. */
export function demandSupported(
  compilation: Compilation,
  net: CheckedNet,
  find: (net: CheckedNet) => readonly Diagnostic[],
): void {
  const judged = forTarget(compilation, find, net);
  if (judged !== compilation)
    throw new Failure(renderAll(judged), { exitCode: EXIT.findings, rendered: true });
}

/** A Failure where sizes of a net are still open: a model has known ones. */
export function demandSizes(net: CheckedNet): void {
  const open = net.openSizes ?? [];
  if (open.length === 0) return;
  throw new Failure(`\`${net.name}\` leaves ${open.map(({ name }) => name).join(" and ")} open`, {
    exitCode: EXIT.findings,
    help: `set ${open.length > 1 ? "them" : "it"}: ${open.map(({ name, value }) => `--set ${name}=${value}`).join(" ")}`,
  });
}

/** The net of that name; without a name, the one that `prefer` picks or the first of the file. */
export function pickNet(
  compilation: Compilation,
  name: string | undefined,
  prefer?: (net: CheckedNet) => boolean,
): CheckedNet {
  const { nets } = compilation.program;
  if (nets.length === 0)
    throw new Failure(`${compilation.source.name}: the file holds no net`, { exitCode: EXIT.findings });
  if (name === undefined) return (prefer && nets.find(prefer)) ?? nets[0]!;
  const found = nets.find((net) => net.name === name);
  if (found) return found;
  throw new Failure(`${compilation.source.name}: there is no net \`${name}\``, {
    help: `nets of this file: ${nets.map((net) => net.name).join(", ")}`,
  });
}
