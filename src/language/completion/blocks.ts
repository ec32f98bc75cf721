import type { BlockSyntax, Tree } from "../../ir/ast.ts";
import type { Analysis } from "../analysis.ts";
import { field } from "../docs.ts";
import type { Completion } from "../types.ts";
import type { Context } from "./context.ts";
import { numbers } from "./names.ts";

/** The block of a name, of this file or an imported one. */
export function blockOf(name: string, { compilation }: Analysis): BlockSyntax | undefined {
  const look = (tree: Tree, depth: number): BlockSyntax | undefined => {
    for (const each of tree.declarations) if (each.type === "block" && each.name.text === name) return each;
    if (depth === 0) return undefined;
    for (const use of tree.declarations) {
      if (use.type !== "use" || !use.names.some(({ text }) => text === name)) continue;
      const imported = tree.imports?.get(use.path.text);
      const found = imported && look(imported, depth - 1);
      if (found) return found;
    }
    return undefined;
  };
  return look(compilation.tree, 16);
}

/** `stage(f, k = 3)`: a block's name with its parameters. */
export function blockLabel(
  { name, parameters }: BlockSyntax,
  textOf: (parameter: BlockSyntax["parameters"][number]) => string,
): string {
  return parameters.length > 0 ? `${name.text}(${parameters.map(textOf).join(", ")})` : name.text;
}

/** A use of a block with what it needs. */
export function blockSnippet(item: Completion, { analysis }: Context): Completion {
  const block = blockOf(item.label, analysis);
  if (!block) return item;
  const needed = block.parameters.filter(({ fallback }) => !fallback);
  const given = needed.map(({ name }, i) => field(i + 1, name.text)).join(", ");
  const arguments_ = block.parameters.length > 0 && (needed.length > 0 || !block.hole) ? `(${given})` : "";
  const filled = block.hole ? ` {\n  ${field(needed.length + 1, "relu")}\n}` : "";
  return {
    ...item,
    snippet: `${item.label}${needed.length > 0 ? arguments_ : ""}${filled}`,
    detail: blockLabel(block, ({ name }) => name.text),
  };
}

/** What may stand in the parentheses behind a block's name, or in those of an expression. */
export function inParentheses(context: Context): Completion[] {
  const { open, statement, analysis } = context;
  const { owner } = open.at(-1)!;
  const block = blockOf(owner.at(-1)?.image ?? "", analysis);
  if (!block || statement.length > 0) return numbers(context);
  return [
    ...block.parameters.map(
      ({ name }): Completion => ({
        label: `${name.text} =`,
        kind: "parameter",
        snippet: `${name.text} = ${field(1, "3")}`,
        detail: `parameter of ${block.name.text}`,
      }),
    ),
    ...numbers(context),
  ];
}
