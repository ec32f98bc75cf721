import type { Sink } from "../diagnostics/diagnostic.ts";
import type { TaskSyntax } from "../ir/ast.ts";

/** The names between the braces, each once and without unit or range; what is wrong is reported. */
export function readNames(
  syntax: TaskSyntax,
  what: { readonly one: string; readonly many: string; readonly least: number; readonly help: string },
  sink: Sink,
): readonly string[] | undefined {
  const names = new Set<string>();
  for (const item of syntax.items) {
    if (item.unit !== undefined || item.range !== undefined) {
      sink.error("task_wrong", item.span, `a ${what.one} has a name alone, without a unit or a range`, {
        help: "`regress { … }` is the task for measured quantities",
      });
      return undefined;
    }
    if (names.has(item.name.text)) {
      sink.error("task_wrong", item.name.span, `\`${item.name.text}\` is named twice`);
      return undefined;
    }
    names.add(item.name.text);
  }
  if (names.size >= what.least) return [...names];
  const found = names.size === 1 ? "is one" : "are none";
  const least = what.least === 1 ? `one ${what.one}` : `two ${what.many} to tell apart`;
  sink.error("task_wrong", syntax.name.span, `there must be at least ${least}, and here ${found}`, {
    help: what.help,
  });
  return undefined;
}
