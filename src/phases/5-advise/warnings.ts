import type { Code } from "../../diagnostics/catalogue.ts";
import { advice } from "./advice.ts";

/** What is warned of in tasks, inputs, trainings, and nets without heads; all else is told of layers. */
const DECLARATION_CODES = [
  "task_percent_range",
  "task_unit_spelling",
  "task_head_by_hand",
  "train_part_unused",
] as const satisfies readonly Code[];

export type DeclarationCode = (typeof DECLARATION_CODES)[number];

/** Every warning that a comment may allow. */
export const WARNINGS: ReadonlySet<string> = new Set([...Object.keys(advice), ...DECLARATION_CODES]);
