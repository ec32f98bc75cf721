import type { Form, Parameter, ParameterTable } from "./parameters.ts";

// How layers are written, in the words of the reference and of editors.

/** How the forms of parameters are written. */
const WRITTEN: { readonly [F in Form]?: readonly string[] } = {
  count: ["120"],
  ratio: ["0.5"],
  number: ["0.5"],
  extent: ["3", "3x1"],
  margin: ["1", "1x0"],
  window: ["2", "2x1", "all"],
  kernels: ["32@3x3", "[NAME, NAME]"],
  grid: ["[1 -1; 0 2]"],
};

const FORMS: { readonly [F in Form]?: string } = {
  count: "a whole number of at least 1",
  number: "a number",
  ratio: "a number from 0 up to, but not including, 1",
  extent: "one size for all axes, or one an axis",
  margin: "a whole number for all axes, or one an axis",
  window: "one size for all axes, one an axis, or `all`",
  kernels: "a count with a size, or names of kernels",
  grid: "rows of numbers",
};

/** The ways in which a parameter may be written: `stride 3`, `stride 3x1`; `no bias`. */
export function writtenAs(name: string, { form, positional, fallback }: Parameter): readonly string[] {
  if (form === "flag") return [fallback ? `no ${name}` : name];
  if (form === "bias") return [`no ${name}`, `${name} [1 2]`];
  const values = WRITTEN[form]!;
  return positional ? values : values.map((value) => `${name} ${value}`);
}

/** What a parameter takes, and what it can't stand with; empty where nothing is to be said. */
export function takes(name: string, { form, optional, group }: Parameter, all: ParameterTable): string {
  const others = excludes(name, group, all);
  const parts = [
    FORMS[form],
    others.length > 0 ? `not with ${others.map((other) => `\`${other}\``).join(", ")}` : undefined,
    optional ? undefined : "required",
  ];
  return parts.filter(Boolean).join("; ");
}

/** Names of the parameters that a parameter of a group excludes. */
export function excludes(name: string, group: string | undefined, all: ParameterTable): readonly string[] {
  return Object.keys(all).filter((other) => other !== name && group && all[other]!.group === group);
}
