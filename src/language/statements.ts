import type { Declaration, LayerSyntax, Statement } from "../ir/ast.ts";

/** A statement with the list in which it stands. */
export interface Placed {
  readonly statement: Statement;
  readonly list: readonly Statement[];
  readonly index: number;
  readonly declaration: Declaration;
  /** Statements around it, innermost first. */
  readonly around: readonly Statement[];
}

/** All statements of a file. */
export interface Statements {
  /** In the order of the text, outer ones first. */
  readonly all: readonly Placed[];
  /** Layers and uses of blocks by where their name begins. */
  readonly layers: ReadonlyMap<number, LayerSyntax>;
  /** The innermost statement at an offset. */
  at(offset: number): Placed | undefined;
}

export function statementsOf(declarations: readonly Declaration[]): Statements {
  const all: Placed[] = [];
  const layers = new Map<number, LayerSyntax>();
  const visit = (
    list: readonly Statement[],
    declaration: Declaration,
    around: readonly Statement[],
  ): void => {
    for (const [index, statement] of list.entries()) {
      all.push({ statement, list, index, declaration, around });
      const layer = layerOfStatement(statement);
      if (layer) layers.set(layer.name.span.start, layer);
      const inside = bodiesOf(statement);
      if (inside.length > 0) for (const body of inside) visit(body, declaration, [statement, ...around]);
    }
  };
  for (const declaration of declarations)
    if (declaration.type === "net" || declaration.type === "block") visit(declaration.body, declaration, []);
  const at = (offset: number) => {
    let found: Placed | undefined;
    for (const placed of all) {
      const { start, end } = placed.statement.span;
      if (start <= offset && offset <= end) found = placed;
    }
    return found;
  };
  return { all, layers, at };
}

/** The layer or use of a block that a statement is; for `nest level(…)`, what stands behind the word. */
export function layerOfStatement(statement: Statement): LayerSyntax | undefined {
  if (statement.type === "layer") return statement;
  return statement.type === "nest" ? statement.level : undefined;
}

/** Lists of statements between a statement's braces. */
export function bodiesOf(statement: Statement): readonly (readonly Statement[])[] {
  switch (statement.type) {
    case "layer":
      return statement.body ? [statement.body] : [];
    case "nest":
      return statement.level.body ? [statement.level.body] : [];
    case "repeat":
    case "shared":
      return [statement.body];
    case "if":
      return [
        ...statement.choices.map(({ body }) => body),
        ...(statement.otherwise ? [statement.otherwise] : []),
      ];
    case "branches":
      return statement.branches;
    default:
      return [];
  }
}
