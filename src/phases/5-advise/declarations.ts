import type { Sink } from "../../diagnostics/diagnostic.ts";
import { type Fix, write } from "../../diagnostics/fix.ts";
import type { TaskSyntax, TrainSyntax, Tree } from "../../ir/ast.ts";
import type { CheckedNet, Node, Task } from "../../ir/net.ts";
import type { Training } from "../../ir/program.ts";
import { layerOf } from "../../layers/registry.ts";
import { channels, rank } from "../../shape/shape.ts";
import type { SourceFile, Span } from "../../source/source-file.ts";
import { taskOf } from "../../tasks/registry.ts";
import type { Allowances } from "./allowances.ts";
import { usualUnit } from "./units.ts";
import type { DeclarationCode } from "./warnings.ts";

type Warn = (code: DeclarationCode, span: Span, message: string, help: string, fix?: Fix) => void;

/** Warns of what is rarely meant in a file's own tasks, inputs and trainings. */
export function adviseDeclarations(
  tree: Tree,
  trainings: readonly Training[],
  source: SourceFile,
  allowances: Allowances,
  sink: Sink,
): void {
  const warn = warner(allowances, sink);
  for (const declaration of tree.declarations) {
    if (declaration.type === "train") adviseTraining(declaration, trainings, source, warn);
    if (declaration.type === "task") adviseTask(declaration, source, warn);
    if (declaration.type !== "net") continue;
    for (const statement of declaration.body)
      if (statement.type === "input")
        for (const { name, unit } of statement.fields ?? []) adviseUnit(unit, name.span, source, warn);
  }
}

/** Warns of heads that are written by hand, where `nets` are all that the file has. */
export function adviseHeads(
  nets: readonly CheckedNet[],
  tasks: readonly Task[],
  source: SourceFile,
  allowances: Allowances,
  sink: Sink,
): void {
  const warn = warner(allowances, sink);
  const headed = new Set(nets.flatMap(({ outputs }) => outputs.map(({ task }) => task?.name)));
  const unanswered = tasks.filter(({ name }) => !headed.has(name));
  for (const net of nets)
    if (net.outputs.every(({ task }) => !task)) adviseHead(net, unanswered, source, warn);
}

/** Warns but where a comment in the source allows it. */
function warner(allowances: Allowances, sink: Sink): Warn {
  return (code, span, message, help, fix) => {
    if (!allowances.allow(code, span.start)) sink.warning(code, span, message, { help, fix });
  };
}

function adviseTask({ items }: TaskSyntax, source: SourceFile, warn: Warn): void {
  for (const { unit, range, span } of items) {
    adviseUnit(unit, span, source, warn);
    if (unit !== "%" || !range || range.from < 0 || range.to > 1) continue;
    warn(
      "task_percent_range",
      range.span,
      `a range from ${range.from} to ${range.to} is one of shares, and the unit is %`,
      "write `from 0 to 100`, or leave `in %` away",
      write("from 0 to 100", range.span),
    );
  }
}

/** A share for the test that other data are named for. */
function adviseTraining(
  { entries, span }: TrainSyntax,
  trainings: readonly Training[],
  source: SourceFile,
  warn: Warn,
): void {
  const training = trainings.find((each) => each.span.start === span.start);
  if (training?.test === undefined || training.split.test === 0) return;
  const { text, base } = source.fileAt(span.start);
  const entry = entries.find((each) => text.startsWith("split", each.span.start - base));
  warn(
    "train_part_unused",
    entry?.span ?? span,
    `the test is on \`${training.test}\`, so nothing uses the third share of \`split\``,
    "leave the third share out, such as `split 85/15`, or leave `test on` out",
  );
}

function adviseUnit(unit: string | undefined, span: Span, source: SourceFile, warn: Warn): void {
  const usual = unit === undefined ? undefined : usualUnit(unit);
  if (unit === undefined || usual === undefined) return;
  const { text, base } = source.fileAt(span.start);
  // The item's own unit stands in it, or right behind the name of a field.
  const at = text.indexOf(unit, span.start - base);
  const isIt = at >= 0 && /\bin\s+$/.test(text.slice(span.start - base, at));
  warn(
    "task_unit_spelling",
    span,
    `\`${unit}\` is usually written \`${usual}\``,
    `write \`in ${usual}\``,
    isIt ? write(usual, { start: base + at, end: base + at + unit.length }) : undefined,
  );
}

/** A net that ends as the head of a task would, where no net of the file has that head. */
function adviseHead(net: CheckedNet, tasks: readonly Task[], source: SourceFile, warn: Warn): void {
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
  const whole = { start: sums.span.start, end: (isActivation ? last : sums).span.end };
  const fix = /^\w+ \d+(\s*,?\s*\w+)?$/.test(source.slice(whole))
    ? write(`head ${task.name}`, whole)
    : undefined;
  const written = isActivation ? `\`${sums.label}, ${last.label}\`` : `\`${sums.label}\``;
  warn(
    "task_head_by_hand",
    sums.span,
    `${written} is what the head of \`${task.name}\` would be, and the net does not know that it answers this task`,
    `write \`head ${task.name}\` in its place`,
    fix,
  );
}
