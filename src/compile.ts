import { type Diagnostic, Sink } from "./diagnostics/diagnostic.ts";
import type { Tree } from "./ir/ast.ts";
import type { Graph } from "./ir/graph.ts";
import { Mentions } from "./ir/mentions.ts";
import type { CheckedNet } from "./ir/net.ts";
import type { Program } from "./ir/program.ts";
import type { ResolvedProgram } from "./ir/resolved.ts";
import { parseFiles } from "./phases/1-parse/files.ts";
import { resolve } from "./phases/2-resolve/resolve.ts";
import { newBudget } from "./phases/3-expand/expand.ts";
import { newProbeBudget } from "./phases/3-expand/open/analyse.ts";
import { settle } from "./phases/3-expand/open/settle.ts";
import { check } from "./phases/4-check/check.ts";
import { checkTrainings } from "./phases/4-check/trainings.ts";
import { advise } from "./phases/5-advise/advise.ts";
import { Allowances } from "./phases/5-advise/allowances.ts";
import { adviseDeclarations, adviseHeads } from "./phases/5-advise/declarations.ts";
import { type Host, NO_FILES } from "./source/host.ts";
import { SourceFile } from "./source/source-file.ts";

/** A spec and all that was found out about it. */
export interface Compilation {
  /** The spec, with the files that it imports. */
  readonly source: SourceFile;
  readonly program: Program;
  /** In the order of the source. Without errors among them the spec is right. */
  readonly diagnostics: readonly Diagnostic[];
  /** Names of the sizes that nets leave open, set or not. */
  readonly symbols: readonly string[];
  /** What the spec says, as far as it can be read; the trees of imported files hang on it. */
  readonly tree: Tree;
  /** Where names are given and used. */
  readonly mentions: Mentions;
}

/** Looks at the values between phases; the tests put verifiers here. */
export interface Observer {
  resolved?(program: ResolvedProgram): void;
  expanded?(graph: Graph): void;
  checked?(net: CheckedNet): void;
}

/** How a spec is compiled. */
export interface CompileSettings {
  /** Where imported files come from; without one nothing can be imported. */
  readonly host?: Host | undefined;
  /** Sizes that nets leave open, by their names; others are set to some that work. */
  readonly sizes?: ReadonlyMap<string, number> | undefined;
  /** Where the file has a net of this name, the others are read and not expanded. */
  readonly only?: string | undefined;
  /** Whether something is said of what is right and might be better; it is, unless this is false. */
  readonly advice?: boolean | undefined;
  readonly observer?: Observer | undefined;
}

/**
 * The compiler. Pure: it reads no file and writes none; imported files come from the host.
 *
 *     text ─ parse ─► tree ─ resolve ─► typed IR ─ expand ─► graph of primitives ─ check ─► checked nets ─ advise ─► warnings
 *
 * Every phase reports what it finds and goes on; what depends on something that was reported is left out in silence.
 */
export function compile(
  given: SourceFile,
  { host = NO_FILES, sizes = new Map(), only, advice = true, observer = {} }: CompileSettings = {},
): Compilation {
  const sink = new Sink();
  const { tree, source } = parseFiles(given, sink, host);
  const mentions = new Mentions();
  const resolved = resolve(tree, sink, mentions);
  observer.resolved?.(resolved);
  const budget = newBudget();
  const probes = newProbeBudget();
  const wanted = resolved.nets.filter(({ name }) => name.text === only);
  const nets = (wanted.length > 0 ? wanted : resolved.nets).map((net) => {
    const graph = settle(net, resolved, sink, budget, probes, sizes);
    observer.expanded?.(graph);
    const checked = check(graph, source, sink);
    observer.checked?.(checked);
    return checked;
  });
  checkTrainings(resolved, nets, sink);
  // Where something is wrong, that comes first.
  if (advice && sink.size === 0) {
    const allowances = new Allowances(source);
    for (const net of nets) advise(net, source, allowances, sink);
    adviseDeclarations(tree, source, allowances, sink);
    if (nets.length === resolved.nets.length) {
      adviseHeads(nets, resolved.tasks, source, allowances, sink);
      allowances.report(tree, nets, sink);
    }
  }
  const diagnostics = sink.sorted();
  const program: Program = {
    file: source.name,
    ...(source.imports.length > 0
      ? { imports: source.imports.map(({ name, base }) => ({ file: name, base })) }
      : {}),
    kernels: resolved.kernels,
    tasks: resolved.tasks,
    nets,
    data: resolved.data,
    trainings: resolved.trainings,
  };
  const symbols = [...new Set(resolved.nets.flatMap(({ symbols: open }) => open.map(({ text }) => text)))];
  return { source, program, diagnostics, symbols, tree, mentions };
}

/** Whether anything is wrong; warnings alone are no fault. */
export function hasErrors({ diagnostics }: Compilation): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === "error");
}

/** Compiles a text under the name that messages show. */
export function compileText(text: string, file = "spec.cnn", settings: CompileSettings = {}): Compilation {
  return compile(new SourceFile(file, text), settings);
}
