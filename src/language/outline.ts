import type { Declaration, Statement } from "../ir/ast.ts";
import { digits } from "../shape/shape.ts";
import type { Analysis } from "./analysis.ts";
import { bodiesOf } from "./statements.ts";
import type { OutlineItem, Range } from "./types.ts";

/** What a file defines, in its order, with the named values inside. */
export function outlineOf(analysis: Analysis): OutlineItem[] {
  return analysis.declarations.map((declaration) => itemOf(declaration, analysis));
}

function itemOf(declaration: Declaration, analysis: Analysis): OutlineItem {
  const range = analysis.range(declaration.span);
  const item = (
    name: string,
    kind: OutlineItem["kind"],
    selection: Range,
    rest: Partial<OutlineItem> = {},
  ) => ({
    ...range,
    name,
    kind,
    selection,
    children: [],
    ...rest,
  });
  switch (declaration.type) {
    case "use":
      return item(declaration.path.text, "use", analysis.range(declaration.path.span), {
        detail: declaration.names.map(({ text }) => text).join(", "),
      });
    case "train":
      return item(declaration.net.text, "train", analysis.range(declaration.net.span), {
        detail: `on ${declaration.data.text}`,
      });
    default: {
      const { type, name } = declaration;
      const detail = detailOf(declaration, analysis);
      const children = type === "net" || type === "block" ? namedIn(declaration.body, analysis) : [];
      return item(name.text, type, analysis.range(name.span), { ...(detail ? { detail } : {}), children });
    }
  }
}

function detailOf(declaration: Exclude<Declaration, { type: "use" | "train" }>, analysis: Analysis) {
  switch (declaration.type) {
    case "net": {
      const net = analysis.compilation.program.nets.find(({ name }) => name === declaration.name.text);
      if (!net) return undefined;
      return `${net.complete ? "" : "at least "}${digits(net.totals.weights)} weights`;
    }
    case "block":
      return declaration.parameters.map(({ name }) => name.text).join(", ");
    case "task":
    case "data":
      return declaration.kind.text;
    case "kernel":
      return analysis.compilation.program.kernels
        .find(({ span }) => span.start === declaration.span.start)
        ?.shape.join("×");
  }
}

/** Values and shared layers that have a name, and heads. */
function namedIn(body: readonly Statement[], analysis: Analysis): OutlineItem[] {
  return body.flatMap((statement): OutlineItem[] => {
    const children = bodiesOf(statement).flatMap((inner) => namedIn(inner, analysis));
    const named = nameOf(statement);
    if (!named) return children;
    const { kind, name } = named;
    return [
      {
        ...analysis.range(statement.span),
        name: name.text,
        kind,
        selection: analysis.range(name.span),
        children,
      },
    ];
  });
}

function nameOf(statement: Statement) {
  if (statement.type === "shared") return { kind: "shared", name: statement.name } as const;
  if (statement.type === "input") {
    const name = statement.as ?? { text: statement.form, span: statement.span };
    return { kind: "input", name } as const;
  }
  if (statement.type === "layer" && statement.name.text === "head") {
    const [word] = statement.words;
    const value = word?.type === "sizes" ? word.value.sizes[0] : undefined;
    if (value?.type === "name")
      return { kind: "head", name: { text: value.name, span: value.span } } as const;
  }
  const as = "as" in statement ? statement.as : undefined;
  return as && ({ kind: "value", name: as } as const);
}
