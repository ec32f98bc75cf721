import type { CompositeDefinition, LayerDefinition } from "../layers/definition.ts";
import { takes, writtenAs } from "../layers/described.ts";
import type { Form, Parameter, ParameterTable } from "../layers/parameters.ts";

// What definitions say of themselves, as Markdown and as text to put in.

type Definition = LayerDefinition | CompositeDefinition;

/** What a layer does, and how each of its parameters is written. */
export function layerDocs({ kind, summary, parameters, source }: Definition): string {
  const rows = Object.entries(parameters as ParameterTable).map(
    ([name, parameter]) => `- ${parameterDocs(name, parameter, parameters)}`,
  );
  return [
    `**${kind}** — ${summary}`,
    ...(rows.length > 0 ? ["", ...rows] : []),
    ...(source === undefined ? [] : ["", `Source: ${source}.`]),
  ].join("\n");
}

/** How a parameter is written, what it does and what it takes. */
export function parameterDocs(name: string, parameter: Parameter, all: ParameterTable): string {
  const written = writtenAs(name, parameter).map((text) => `\`${text}\``);
  const taken = takes(name, parameter, all);
  return `${written.join(", ")}: ${parameter.doc}${taken ? ` (${taken})` : ""}`;
}

/** A value of each form to begin with. */
const FIRST: { readonly [F in Form]: readonly string[] } = {
  count: ["10"],
  ratio: ["0.5"],
  number: ["1"],
  extent: ["3"],
  margin: ["1"],
  window: ["2"],
  kernels: ["32", "3"],
  grid: ["0"],
  flag: [],
  bias: [],
};

/** A value of a form with places to fill in, numbered from a number on. */
export function valueSnippet(form: Form, from = 1): string {
  const fields = FIRST[form].map((text, i) => field(from + i, text));
  if (form === "kernels") return fields.join("@");
  return form === "grid" ? `[${fields[0]}]` : fields.join("");
}

/** What is put in for an option. */
export function optionSnippet(name: string, { form, positional, fallback }: Parameter): string {
  if (positional) return valueSnippet(form);
  if (form === "flag") return fallback ? `no ${name}` : name;
  if (form === "bias") return `no ${name}`;
  return `${name} ${valueSnippet(form)}`;
}

/** A layer with what it needs. */
export function layerSnippet({ kind, parameters, takes: taken }: Definition): string {
  if (taken === "many") return `${kind} ${field(1, "skip")}`;
  const values: string[] = [];
  let next = 1;
  for (const { form, positional, optional } of Object.values(parameters as ParameterTable)) {
    if (!positional || optional) continue;
    values.push(valueSnippet(form, next));
    next += FIRST[form].length;
  }
  return [kind, ...values].join(" ");
}

/** A place to fill in. */
export function field(number: number, text: string): string {
  return `\${${number}:${escaped(text)}}`;
}

/** Text that is put in as it stands. */
export function escaped(text: string): string {
  return text.replace(/[$}\\]/g, "\\$&");
}
