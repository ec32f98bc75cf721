import type { BlockSyntax, Name, Statement } from "../../ir/ast.ts";
import type { BlockParameter, ResolvedBlock } from "../../ir/resolved.ts";
import { resolveBody } from "./body.ts";
import type { BodyContext } from "./context.ts";
import { known } from "./expressions.ts";

/** A block: its parameters with what they fall back to, and its layers. */
export function resolveBlock(block: BlockSyntax, context: BodyContext): ResolvedBlock {
  const { sink, mentions: noted } = context;
  const variables = new Map<string, Name>();
  const parameters: BlockParameter[] = [];
  let fallen: string | undefined;
  for (const { name, fallback } of block.parameters) {
    if (fallback) {
      const sound = known([fallback], { sink, variables, mentions: noted });
      parameters.push({ name: name.text, fallback: sound ? fallback : "fault" });
    } else parameters.push({ name: name.text });
    if (!fallback && fallen !== undefined) {
      sink.error(
        "argument_missing",
        name.span,
        `\`${name.text}\` needs a default: \`${fallen}\` before it has one`,
        {
          help: `write \`${name.text} = …\`, or put it before \`${fallen}\``,
        },
      );
    }
    if (variables.has(name.text))
      sink.error("name_defined_twice", name.span, `\`${name.text}\` is already a parameter of this block`);
    if (fallback) fallen ??= name.text;
    variables.set(name.text, name);
    noted.define("parameter", name);
  }
  const hole = block.hole?.text;
  if (block.hole) noted.define("hole", block.hole);
  if (block.hole && hole !== undefined) {
    const taken = context.isLayer(hole)
      ? "is a layer or a block"
      : variables.has(hole)
        ? "is a parameter of this block"
        : undefined;
    if (taken)
      sink.error("name_defined_twice", block.hole.span, `\`${hole}\` ${taken}, and needs another name here`);
    else if (!mentions(block.body, hole)) {
      sink.error(
        "block_hole",
        block.hole.span,
        `\`${block.name.text}\` never says where \`${hole}\` stands`,
        {
          help: `put \`${hole}\` among its layers, on a line of its own`,
        },
      );
    }
  }
  return {
    name: block.name,
    parameters,
    around: hole !== undefined,
    body: resolveBody(
      block.body,
      { ...context, variables },
      { inBlock: true, ...(block.hole ? { hole: block.hole } : {}) },
    ),
  };
}

/** Whether one of the statements, or one inside them, begins with this name. */
function mentions(statements: readonly Statement[], name: string): boolean {
  return statements.some((statement) => {
    switch (statement.type) {
      case "layer":
        return statement.name.text === name || mentions(statement.body ?? [], name);
      case "nest":
        return mentions([statement.level], name);
      case "repeat":
      case "shared":
        return mentions(statement.body, name);
      case "if":
        return (
          statement.choices.some(({ body }) => mentions(body, name)) ||
          mentions(statement.otherwise ?? [], name)
        );
      case "broken":
        return statement.names.includes(name);
      case "branches":
        return statement.branches.some((branch) => mentions(branch, name));
      default:
        return false;
    }
  });
}
