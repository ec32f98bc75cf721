import type { Sink } from "../../diagnostics/diagnostic.ts";
import { didYouMean } from "../../diagnostics/suggest.ts";
import type { BlockSyntax, DataSyntax, Declaration, Name, Tree } from "../../ir/ast.ts";
import type { Kernel, Task } from "../../ir/net.ts";
import type { DataSource, Training } from "../../ir/program.ts";
import type { ResolvedBlock, ResolvedNet, ResolvedProgram } from "../../ir/resolved.ts";
import { vocabulary } from "../../layers/registry.ts";
import { taskOf, tasks } from "../../tasks/registry.ts";
import { type BodyContext, resolveBody } from "./body.ts";
import { resolveData } from "./data.ts";
import { readGrid } from "./grids.ts";
import { resolveNet } from "./net.ts";
import { findRecursion } from "./recursion.ts";
import { resolveTraining } from "./training.ts";

/** Tree → typed IR: every name is looked up, every layer's words are read against its definition. */
export function resolve(tree: Tree, sink: Sink): ResolvedProgram {
  const kernels = new Map<string, Kernel | undefined>(brokenOf(tree, "kernel"));
  const taskTable = new Map<string, Task | undefined>(brokenOf(tree, "task"));
  const blocks = new Map<string, ResolvedBlock>();
  const nets: ResolvedNet[] = [];
  const data = new Map<string, DataSource | undefined>();
  const trainings: Training[] = [];
  const named = collectNames(tree, sink);

  for (const declaration of of(tree, "kernel")) {
    const grid = readGrid(declaration.grid, sink);
    kernels.set(
      declaration.name.text,
      grid && { name: declaration.name.text, ...grid, span: declaration.span },
    );
  }
  for (const declaration of of(tree, "task")) {
    const definition = taskOf(declaration.kind.text);
    if (!definition) {
      sink.error(
        "task_unknown_kind",
        declaration.kind.span,
        `there is no kind of task \`${declaration.kind.text}\``,
        {
          help:
            didYouMean(declaration.kind.text, Object.keys(tasks)) ?? `a task is ${list(Object.keys(tasks))}`,
        },
      );
    }
    taskTable.set(declaration.name.text, definition?.read(declaration, sink));
  }
  const syntax = new Map<string, BlockSyntax | undefined>([
    ...brokenOf(tree, "block"),
    ...of(tree, "block").map((block) => [block.name.text, block] as const),
  ]);
  const context: BodyContext = {
    sink,
    kernels,
    tasks: taskTable,
    unreadable: new Set(tree.broken.filter(({ type }) => type === undefined).map(({ name }) => name)),
    blocks: syntax,
    recursive: findRecursion(syntax, sink),
    variables: new Set(),
    isLayer: (name) => Object.hasOwn(vocabulary, name) || context.blocks.has(name) || name === "head",
  };
  for (const block of of(tree, "block")) {
    const parameters = block.parameters.map((parameter) => parameter.text);
    for (const [i, parameter] of block.parameters.entries()) {
      if (parameters.indexOf(parameter.text) < i) {
        sink.error(
          "name_defined_twice",
          parameter.span,
          `\`${parameter.text}\` is already a parameter of this block`,
        );
      }
    }
    const inner = { ...context, variables: new Set(parameters) };
    blocks.set(block.name.text, {
      name: block.name,
      parameters,
      body: resolveBody(block.body, inner, { inBlock: true }),
    });
  }
  for (const declaration of of(tree, "net")) {
    const net = resolveNet(declaration, context);
    if (net) nets.push(net);
  }
  for (const declaration of of(tree, "data")) data.set(declaration.name.text, resolveData(declaration, sink));
  for (const declaration of of(tree, "train")) {
    const training = resolveTraining(declaration, named.get("net")!, named.get("data")!, sink);
    if (training) trainings.push(training);
  }
  return {
    kernels: [...kernels.values()].filter((kernel) => kernel !== undefined),
    tasks: [...taskTable.values()].filter((task) => task !== undefined),
    blocks,
    nets,
    data: [...data.values()].filter((source) => source !== undefined),
    trainings,
  };
}

/** Names of definitions that could not be read. */
function brokenOf(tree: Tree, kind: Declaration["type"]): [string, undefined][] {
  return tree.broken.filter(({ type }) => type === kind).map(({ name }) => [name, undefined]);
}

function of<T extends Declaration["type"]>(tree: Tree, type: T): Extract<Declaration, { type: T }>[] {
  return tree.declarations.filter((d): d is Extract<Declaration, { type: T }> => d.type === type);
}

/** Names of each kind of declaration; a second definition of a name is reported. */
function collectNames(tree: Tree, sink: Sink): Map<string, Set<string>> {
  const names = new Map<string, Set<string>>(
    ["kernel", "task", "block", "net", "data"].map((kind) => [kind, new Set()]),
  );
  const first = new Map<string, Name>();
  for (const { type, name } of tree.broken) {
    for (const [kind, known] of names) if (type === undefined || type === kind) known.add(name);
  }
  for (const declaration of tree.declarations) {
    if (declaration.type === "train") continue;
    const { name, type } = declaration as Exclude<Declaration, { type: "train" }> | DataSyntax;
    if (type === "block" && (Object.hasOwn(vocabulary, name.text) || name.text === "head")) {
      sink.error(
        "name_defined_twice",
        name.span,
        `\`${name.text}\` is a layer of the language, and a block needs a name of its own`,
      );
    }
    const key = `${type} ${name.text}`;
    const before = first.get(key);
    if (before) {
      sink.error("name_defined_twice", name.span, `there is already a ${type} \`${name.text}\``, {
        labels: [{ span: before.span, text: "the first one" }],
      });
    }
    first.set(key, name);
    names.get(type)!.add(name.text);
  }
  return names;
}

/** `a`, `b` and `c`, each as code. */
export function list(words: readonly string[]): string {
  const quoted = words.map((word) => `\`${word}\``);
  return quoted.length < 2 ? quoted.join("") : `${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1)}`;
}
