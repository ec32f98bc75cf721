import type { Sink } from "../../diagnostics/diagnostic.ts";
import type { BlockSyntax, LayerSyntax, Statement } from "../../ir/ast.ts";

/** Reports uses of blocks that make a block contain itself, directly or through others, and returns them. */
export function findRecursion(
  blocks: ReadonlyMap<string, BlockSyntax | undefined>,
  sink: Sink,
): Set<LayerSyntax> {
  const recursive = new Set<LayerSyntax>();
  const state = new Map<BlockSyntax, "open" | "done">();
  for (const root of blocks.values()) {
    if (!root || state.has(root)) continue;
    // A list of its own instead of calls: a file may chain any number of blocks.
    const path = [{ block: root, left: uses(root.body).reverse() }];
    state.set(root, "open");
    while (path.length > 0) {
      const { block, left } = path.at(-1)!;
      const use = left.pop();
      if (!use) {
        state.set(block, "done");
        path.pop();
        continue;
      }
      const target = blocks.get(use.name.text);
      if (!target) continue;
      const seen = state.get(target);
      if (seen === undefined) {
        state.set(target, "open");
        path.push({ block: target, left: uses(target.body).reverse() });
      } else if (seen === "open") {
        recursive.add(use);
        sink.error(
          "block_recursive",
          use.name.span,
          `\`${use.name.text}\` would contain itself without end`,
          {
            labels: block === target ? [] : [{ span: target.name.span, text: "defined here" }],
            help: "to apply a block several times, write `repeat n NAME(…)`",
          },
        );
      }
    }
  }
  return recursive;
}

function uses(statements: readonly Statement[]): LayerSyntax[] {
  return statements.flatMap((statement) => {
    switch (statement.type) {
      case "layer":
        return [statement, ...uses(statement.body ?? [])];
      case "nest":
        return uses([statement.level]);
      case "repeat":
      case "shared":
        return uses(statement.body);
      case "if":
        return [...statement.choices.flatMap(({ body }) => uses(body)), ...uses(statement.otherwise ?? [])];
      case "branches":
        return statement.branches.flatMap(uses);
      default:
        return [];
    }
  });
}
