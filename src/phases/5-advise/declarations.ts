import type { Code } from "../../diagnostics/catalogue.ts";
import type { Sink } from "../../diagnostics/diagnostic.ts";
import type { TaskSyntax, Tree } from "../../ir/ast.ts";
import type { CheckedNet, Node, Task } from "../../ir/net.ts";
import { layerOf } from "../../layers/registry.ts";
import { channels, rank } from "../../shape/shape.ts";
import type { SourceFile, Span } from "../../source/source-file.ts";
import { taskOf } from "../../tasks/registry.ts";
import { allowances } from "./advise.ts";
import { usualUnit } from "./units.ts";

type Warn = (code: Code, span: Span, message: string, help: string) => void;

/** Warns of what is rarely meant in a file's own tasks and inputs. */
export function adviseDeclarations(tree: Tree, source: SourceFile, sink: Sink): void {
  const warn = warner(source, sink);
  for (const declaration of tree.declarations) {
    if (declaration.type === "task") adviseTask(declaration, warn);
    if (declaration.type !== "net") continue;
    for (const statement of declaration.body)
      if (statement.type === "input")
        for (const { name, unit } of statement.fields ?? []) adviseUnit(unit, name.span, warn);
  }
}

/** Warns of heads that are written by hand, where `nets` are all that the file has. */
export function adviseHeads(
  nets: readonly CheckedNet[],
  tasks: readonly Task[],
  source: SourceFile,
  sink: Sink,
): void {
  const warn = warner(source, sink);
  const headed = new Set(nets.flatMap(({ outputs }) => outputs.map(({ task }) => task?.name)));
  const unanswered = tasks.filter(({ name }) => !headed.has(name));
  for (const net of nets) if (net.outputs.every(({ task }) => !task)) adviseHead(net, unanswered, warn);
}

/** Warns but where a comment in the source allows it. */
function warner(source: SourceFile, sink: Sink): Warn {
  const allowed = allowances(source);
  return (code, span, message, help) => {
    if (!allowed(code, span.start)) sink.warning(code, span, message, { help });
  };
}

function adviseTask({ items }: TaskSyntax, warn: Warn): void {
  for (const { unit, range, span } of items) {
    adviseUnit(unit, span, warn);
    if (unit !== "%" || !range || range.from < 0 || range.to > 1) continue;
    warn(
      "task_percent_range",
      range.span,
      `a range from ${range.from} to ${range.to} is one of shares, and the unit is %`,
      "write `from 0 to 100`, or leave `in %` away",
    );
  }
}

function adviseUnit(unit: string | undefined, span: Span, warn: Warn): void {
  const usual = unit === undefined ? undefined : usualUnit(unit);
  if (usual !== undefined)
    warn("task_unit_spelling", span, `\`${unit}\` is usually written \`${usual}\``, `write \`in ${usual}\``);
}

/** A net that ends as the head of a task would, where no net of the file has that head. */
function adviseHead(net: CheckedNet, tasks: readonly Task[], warn: Warn): void {
  const [before, last] = net.nodes.slice(-2) as [Node?, Node?];
  const isActivation = last !== undefined && layerOf(last.kind)?.family === "activation";
  const sums = isActivation ? before : last;
  if (!sums || sums.inputs.length === 0) return;
  const input = net.nodes[0]!.output;
  const task = tasks.find((each) => {
    const { outputs, layer, activation, answers } = taskOf(each.kind)!;
    return (
      sums.kind === layer &&
      (answers === "once") === (rank(sums.output) === 0) &&
      outputs(each, input) === channels(sums.output) &&
      (isActivation ? last.kind === activation : activation === undefined)
    );
  });
  if (!task) return;
  const written = isActivation ? `\`${sums.label}, ${last.label}\`` : `\`${sums.label}\``;
  warn(
    "task_head_by_hand",
    sums.span,
    `${written} is what the head of \`${task.name}\` would be, and the net does not know that it answers this task`,
    `write \`head ${task.name}\` in its place`,
  );
}
