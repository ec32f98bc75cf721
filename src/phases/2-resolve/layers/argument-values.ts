import type { Sink } from "../../../diagnostics/diagnostic.ts";
import { didYouMean } from "../../../diagnostics/suggest.ts";
import type { Word } from "../../../ir/ast.ts";
import type { Argument } from "../../../ir/resolved.ts";
import type { Form, Parameter } from "../../../layers/parameters.ts";
import type { Span } from "../../../source/source-file.ts";
import type { ArgumentContext } from "../context.ts";
import { known } from "../expressions.ts";
import { bareName } from "../words.ts";
import { readGrid } from "./grids.ts";

/** What a form looks like, for messages. */
export const FORMS: { readonly [F in Form]: string } = {
  count: "a whole number, such as `120`",
  ratio: "a number from 0 up to 1, such as `0.5`",
  number: "a number, such as `0.1`",
  extent: "a size, such as `3` or `3x5`",
  margin: "a number of zeros, such as `1`",
  window: "a size such as `2`, or `all`",
  kernels: "kernels, such as `32@3x3` or `[vertical, horizontal]`",
  grid: "rows of numbers, such as `[1 -1; 0 2]`",
  flag: "nothing",
  bias: "numbers, such as `[0 0]`",
};

/** Tells that an option stands without its value. */
export function missing(name: string, parameter: Parameter, span: Span, sink: Sink): undefined {
  sink.error("argument_missing", span, `\`${name}\` needs ${FORMS[parameter.form]} behind it`);
  return undefined;
}

/** The value of a parameter, which stands in a word; undefined where it is wrong, which is told. */
export function readValue(
  parameter: Parameter,
  what: string,
  word: Word,
  context: ArgumentContext,
): Argument | undefined {
  const { span } = word;
  const sizes = word.type === "sizes" ? word.value.sizes : undefined;
  switch (parameter.form) {
    case "count":
    case "ratio":
    case "number":
      if (sizes?.length === 1 && known(sizes, context))
        return { form: parameter.form, value: sizes[0]!, span };
      if (sizes?.length === 1) return undefined;
      break;
    case "extent":
    case "margin":
      if (sizes) return known(sizes, context) ? { form: parameter.form, sizes, span } : undefined;
      break;
    case "window":
      if (bareName(word) === "all") return { form: "window", sizes: "all", span };
      if (sizes) return known(sizes, context) ? { form: "window", sizes, span } : undefined;
      break;
    case "kernels":
      return readKernels(word, what, context);
    case "grid": {
      const grid = word.type === "grid" ? readGrid(word.grid, context.sink) : undefined;
      if (grid) return { form: "grid", grid, span };
      if (word.type === "grid") return undefined;
      break;
    }
    case "bias": {
      const grid = word.type === "grid" ? readGrid(word.grid, context.sink) : undefined;
      if (grid) return { form: "bias", bias: grid, span };
      if (word.type === "grid") return undefined;
      break;
    }
    case "flag":
      break;
  }
  context.sink.error("argument_wrong", span, `\`${what}\` needs ${FORMS[parameter.form]} here`);
  return undefined;
}

function readKernels(word: Word, what: string, context: ArgumentContext): Argument | undefined {
  const { sink } = context;
  if (word.type === "kernels") {
    const { sizes } = word.count;
    if (sizes.length > 1) {
      sink.error(
        "argument_wrong",
        word.count.span,
        "before `@` stands how many kernels there are, as one number",
        {
          help: "`32@3x3` has 32 kernels of 3×3",
        },
      );
      return undefined;
    }
    return known([...sizes, ...word.extent.sizes], context)
      ? { form: "kernels", count: sizes[0]!, extent: word.extent, span: word.span }
      : undefined;
  }
  if (word.type === "grid") {
    const grid = readGrid(word.grid, sink);
    return grid && { form: "grids", grids: [{ name: "", grid }], span: word.span };
  }
  if (word.type === "names") {
    const grids: { name: string; grid: { shape: readonly number[]; values: readonly number[] } }[] = [];
    for (const name of word.names) {
      const kernel = context.kernels.get(name.text);
      context.mentions.use(name.span, context.named("kernel", name.text));
      if (!kernel) {
        if ([name.text, ""].some((each) => context.kernels.has(each)) || context.unreadable.has(name.text))
          return undefined;
        sink.error("name_unknown", name.span, `there is no kernel \`${name.text}\``, {
          help: () =>
            didYouMean(name.text, context.kernels.keys(), name.span) ??
            `define it: \`kernel ${name.text} = [ -1 2 -1 ]\``,
        });
        return undefined;
      }
      const first = grids[0];
      if (first && first.grid.shape.join("×") !== kernel.shape.join("×")) {
        sink.error(
          "weight_wrong_size",
          name.span,
          `\`${name.text}\` is ${kernel.shape.join("×")} and \`${first.name}\` is ${first.grid.shape.join("×")}: kernels of one layer have one size`,
        );
        return undefined;
      }
      grids.push({ name: name.text, grid: kernel });
    }
    if (grids.length > 0) return { form: "grids", grids, span: word.span };
  }
  const lone = word.type === "sizes" && word.value.sizes.length === 1 ? word.value.sizes[0]! : undefined;
  sink.error("argument_wrong", word.span, `\`${what}\` needs ${FORMS.kernels}`, {
    help:
      lone?.type === "number"
        ? `say how large the kernels are: \`${lone.value}@3\` is ${lone.value} kernels of 3 along every axis`
        : "`32@3x3` has 32 kernels of 3×3",
  });
  return undefined;
}
