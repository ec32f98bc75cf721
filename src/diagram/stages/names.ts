import type { CheckedNet, Field } from "../../ir/net.ts";
import { outputsOf } from "../../ir/task-outputs.ts";
import type { Measure } from "../scene/font.ts";
import { text } from "../scene/marks.ts";
import type { Mark } from "../scene/scene.ts";
import { SECONDARY, TEXT } from "../scene/theme.ts";
import type { Stage } from "./stages.ts";

/** A name of an input or output, and its unit. */
export interface Named {
  readonly name: string;
  readonly unit?: string;
}

/** What stands beside the neurons of a column. */
export interface Names {
  /** Left of an input's neurons, with units. */
  readonly fields: readonly Named[];
  /** Right of a head's neurons. */
  readonly outputs: readonly Named[];
}

/** A name as people read it, and its unit. */
function written({ name, unit }: Named): [string, string] {
  return [name.replaceAll("_", " "), unit ? ` ${unit}` : ""];
}

/** Width in px of a name with its unit. */
export function nameWidth(named: Named, measure: Measure): number {
  return measure(written(named).join(""), TEXT, false);
}

/** A name that begins at x, its unit in grey. */
export function nameMarks(named: Named, x: number, y: number, measure: Measure): Mark[] {
  const [name, unit] = written(named);
  const marks: Mark[] = [text(name, x, y, measure, { className: "name" })];
  if (unit) {
    const at = x + measure(`${name} `, TEXT, false);
    marks.push(text(unit.trim(), at, y, measure, { fill: SECONDARY, className: "unit" }));
  }
  return marks;
}

/** The names of a stage's neurons: those of an input, and those of what a task asks for. */
export function namesOf(net: CheckedNet, stage: Stage): Names {
  const fields =
    stage.inputs.length === 0 ? ((stage.node.params.fields ?? []) as unknown as readonly Field[]) : [];
  const ids = [stage.node, ...stage.after].map(({ id }) => id);
  const task = net.outputs.find(({ node }) => ids.includes(node))?.task;
  return { fields, outputs: task ? outputsOf(task) : [] };
}
