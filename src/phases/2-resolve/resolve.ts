import type { Sink } from "../../diagnostics/diagnostic.ts";
import { didYouMean, list } from "../../diagnostics/suggest.ts";
import type { BlockSyntax, Declaration, Name, TaskSyntax, Tree, UseSyntax } from "../../ir/ast.ts";
import { Mentions } from "../../ir/mentions.ts";
import type { Kernel, Task } from "../../ir/net.ts";
import type { DataSource, Training } from "../../ir/program.ts";
import type { ResolvedBlock, ResolvedNet, ResolvedProgram } from "../../ir/resolved.ts";
import { vocabulary } from "../../layers/registry.ts";
import { taskOf, tasks } from "../../tasks/registry.ts";
import { resolveBlock } from "./block.ts";
import type { BodyContext } from "./context.ts";
import { resolveData } from "./data/data.ts";
import { readGrid } from "./layers/grids.ts";
import { resolveNet } from "./net.ts";
import { findRecursion } from "./recursion.ts";
import { resolveTraining } from "./training/training.ts";

const MAX_PARAMETERS = 256;

/** What one file defines, and what it imports, by the names that it knows. */
interface Names {
  readonly kernels: Map<string, Kernel | undefined>;
  readonly tasks: Map<string, Task | undefined>;
  readonly blocks: Map<string, BlockSyntax | undefined>;
  readonly nets: Map<string, ResolvedNet | undefined>;
  /** Of an unknown kind; they could not be read. */
  readonly unreadable: Set<string>;
  /** Where each was given its name, by its kind and name. */
  readonly given: Map<string, Name>;
}

/** Typed IR as it grows over all files. */
interface Linked {
  readonly kernels: Kernel[];
  readonly tasks: Task[];
  readonly blocks: Map<string, ResolvedBlock>;
  /** Key of every block: its name alone may stand for several, each in its file. */
  readonly keys: Map<BlockSyntax, string>;
  readonly files: Map<Tree, Names>;
  readonly sink: Sink;
  readonly mentions: Mentions;
}

/** Tree → typed IR: every name is looked up, every layer's words are read against its definition. */
export function resolve(tree: Tree, sink: Sink, mentions = new Mentions()): ResolvedProgram {
  const linked: Linked = {
    kernels: [],
    tasks: [],
    blocks: new Map(),
    keys: new Map(),
    files: new Map(),
    sink,
    mentions,
  };
  const data = new Map<string, DataSource | undefined>();
  const trainings: Training[] = [];
  const names = resolveFile(tree, linked);
  const named = collectNames(tree, sink);
  for (const name of names.nets.keys()) {
    if (!named.get("net")!.has(name)) named.get("net")!.set(name, names.given.get(`net ${name}`));
  }
  for (const declaration of of(tree, "data")) data.set(declaration.name.text, resolveData(declaration, sink));
  for (const declaration of of(tree, "train")) {
    const training = resolveTraining(
      declaration,
      named.get("net")!,
      named.get("data")!,
      data,
      sink,
      mentions,
    );
    if (training) trainings.push(training);
  }
  return {
    kernels: linked.kernels,
    tasks: linked.tasks,
    blocks: linked.blocks,
    nets: [...names.nets.values()]
      .filter((net) => net !== undefined)
      .sort((a, b) => a.span.start - b.span.start),
    data: [...data.values()].filter((source) => source !== undefined),
    trainings,
  };
}

/** Definitions of one file. Files that it imports come first, each once. */
function resolveFile(tree: Tree, linked: Linked): Names {
  const done = linked.files.get(tree);
  if (done) return done;
  const { sink } = linked;
  const names: Names = {
    kernels: new Map(brokenOf(tree, "kernel")),
    tasks: new Map(brokenOf(tree, "task")),
    blocks: new Map(brokenOf(tree, "block")),
    nets: new Map(),
    unreadable: new Set(tree.broken.filter(({ type }) => type === undefined).map(({ name }) => name)),
    given: new Map(),
  };
  linked.files.set(tree, names);
  if (tree.base) collectNames(tree, sink);
  for (const declaration of tree.declarations) {
    if (declaration.type === "use" || declaration.type === "train") continue;
    const { type, name } = declaration;
    linked.mentions.define(type, name);
    names.given.set(`${type} ${name.text}`, name);
  }
  for (const use of of(tree, "use")) importNames(use, tree, names, linked);
  for (const { name, grid, span } of of(tree, "kernel")) {
    const read = readGrid(grid, sink);
    const kernel = read && { name: name.text, ...read, span };
    names.kernels.set(name.text, kernel);
    if (kernel) linked.kernels.push(kernel);
  }
  for (const declaration of of(tree, "task")) {
    const task = readTask(declaration, sink);
    names.tasks.set(declaration.name.text, task);
    if (task) linked.tasks.push(task);
  }
  const own = new Map(of(tree, "block").map((block) => [block.name.text, block] as const));
  for (const [name, block] of own) {
    names.blocks.set(name, fewParameters(block, sink) ? block : undefined);
    linked.keys.set(block, tree.base ? `${name} ${tree.base}` : name);
  }
  const context: BodyContext = {
    sink,
    kernels: names.kernels,
    tasks: names.tasks,
    unreadable: names.unreadable,
    blocks: names.blocks,
    keyOf: (block) => linked.keys.get(block)!,
    // Files can't import each other, so what contains itself does so within its file.
    recursive: findRecursion(own, sink),
    variables: new Map(),
    mentions: linked.mentions,
    named: (kind, name) => names.given.get(`${kind} ${name}`),
    isLayer: (name) => Object.hasOwn(vocabulary, name) || context.blocks.has(name) || name === "head",
  };
  for (const block of own.values()) linked.blocks.set(context.keyOf(block), resolveBlock(block, context));
  for (const declaration of of(tree, "net")) {
    const net = resolveNet(declaration, context);
    names.nets.set(declaration.name.text, net);
  }
  return names;
}

/** Whether a block has no more parameters than a use of it can be asked to fill. */
function fewParameters(block: BlockSyntax, sink: Sink): boolean {
  if (block.parameters.length <= MAX_PARAMETERS) return true;
  sink.error(
    "syntax_too_large",
    block.name.span,
    `a block has at most ${MAX_PARAMETERS} parameters, and \`${block.name.text}\` has ${block.parameters.length}`,
  );
  return false;
}

/** Gives a file the names that it imports. */
function importNames(use: UseSyntax, tree: Tree, names: Names, linked: Linked): void {
  const { sink } = linked;
  const imported = tree.imports?.get(use.path.text);
  if (!imported) {
    // The file was reported; whatever the names mean is unknown.
    for (const name of use.names) names.unreadable.add(name.text);
    return;
  }
  const from = resolveFile(imported, linked);
  const tables = [
    [from.kernels, names.kernels],
    [from.tasks, names.tasks],
    [from.blocks, names.blocks],
    [from.nets, names.nets],
  ] as readonly (readonly [Map<string, unknown>, Map<string, unknown>])[];
  const exported = new Set(
    imported.declarations.flatMap((each) =>
      each.type === "use" || each.type === "train" || each.type === "data" ? [] : [each.name.text],
    ),
  );
  for (const name of use.names) {
    if (from.unreadable.has(name.text)) names.unreadable.add(name.text);
    else if (exported.has(name.text)) {
      takeOver(name, from, names, linked);
      for (const [theirs, ours] of tables)
        if (theirs.has(name.text)) ours.set(name.text, theirs.get(name.text));
    } else if (imported.broken.some((each) => each.name === name.text || each.name === "")) {
      names.unreadable.add(name.text);
    } else {
      const isData = of(imported, "data").some((each) => each.name.text === name.text);
      sink.error(
        "import_unknown",
        name.span,
        isData
          ? `\`${name.text}\` is data, which can't be imported`
          : `\`${use.path.text}\` defines no \`${name.text}\``,
        {
          help: () =>
            isData
              ? "define it in this file; its paths are relative to this file's folder"
              : (didYouMean(name.text, exported, name.span) ??
                (exported.size > 0
                  ? `it defines ${list([...exported])}`.replace(/ or /g, " and ")
                  : undefined)),
        },
      );
      names.unreadable.add(name.text);
    }
  }
}

/** Notes that an imported name stands for what the other file defines. */
function takeOver({ text, span }: Name, from: Names, names: Names, { mentions }: Linked): void {
  for (const kind of ["kernel", "task", "block", "net"]) {
    const given = from.given.get(`${kind} ${text}`);
    if (!given) continue;
    names.given.set(`${kind} ${text}`, given);
    mentions.use(span, given);
  }
}

function readTask(declaration: TaskSyntax, sink: Sink): Task | undefined {
  const { text, span } = declaration.kind;
  const definition = taskOf(text);
  if (definition && declaration.every && !definition.every) {
    sink.error(
      "task_wrong",
      declaration.every.span,
      `\`${text}\` is not answered in parts, and \`every\` says how large they are`,
      {
        help: "`segment every 256 { … }` answers once for 256 places along each axis",
      },
    );
    return undefined;
  }
  if (definition && declaration.count && !definition.counted) {
    sink.error("task_wrong", declaration.count.span, `\`${text}\` takes no number behind it`, {
      help: "`cluster 4` is the task that looks for so many groups; other answers have names",
    });
    return undefined;
  }
  if (definition) return declaration.broken ? undefined : definition.read(declaration, sink);
  sink.error("task_unknown_kind", span, `there is no kind of task \`${text}\``, {
    help: didYouMean(text, Object.keys(tasks), span) ?? `a task is ${list(Object.keys(tasks))}`,
  });
  return undefined;
}

/** Names of definitions that could not be read. */
function brokenOf(tree: Tree, kind: Declaration["type"]): [string, undefined][] {
  return tree.broken.filter(({ type }) => type === kind).map(({ name }) => [name, undefined]);
}

function of<T extends Declaration["type"]>(tree: Tree, type: T): Extract<Declaration, { type: T }>[] {
  return tree.declarations.filter((d): d is Extract<Declaration, { type: T }> => d.type === type);
}

/** Names of each kind of declaration; a second definition of a name is reported. */
function collectNames(tree: Tree, sink: Sink): Map<string, Map<string, Name | undefined>> {
  const names = new Map<string, Map<string, Name | undefined>>(
    ["kernel", "task", "block", "net", "data"].map((kind) => [kind, new Map()]),
  );
  const first = new Map<string, Name>();
  const imported = new Map<string, Name>();
  for (const { names } of of(tree, "use")) {
    for (const name of names) {
      const before = imported.get(name.text);
      if (before) {
        sink.error("name_defined_twice", name.span, `\`${name.text}\` is imported twice`, {
          labels: [{ span: before.span, text: "the first time" }],
        });
      }
      imported.set(name.text, name);
    }
  }
  for (const { type, name } of tree.broken) {
    for (const [kind, known] of names) if (type === undefined || type === kind) known.set(name, undefined);
  }
  for (const declaration of tree.declarations) {
    if (declaration.type === "train" || declaration.type === "use") continue;
    const { name, type } = declaration;
    if (type === "block" && (Object.hasOwn(vocabulary, name.text) || ["head", "from"].includes(name.text))) {
      sink.error(
        "name_defined_twice",
        name.span,
        `\`${name.text}\` is a ${name.text === "from" ? "word" : "layer"} of the language, and a block needs a name of its own`,
      );
    }
    const key = `${type} ${name.text}`;
    const before = first.get(key) ?? (type === "data" ? undefined : imported.get(name.text));
    if (before) {
      sink.error("name_defined_twice", name.span, `there is already a ${type} \`${name.text}\``, {
        labels: [{ span: before.span, text: "the first one" }],
      });
    }
    first.set(key, name);
    names.get(type)!.set(name.text, name);
  }
  return names;
}
