import type { Diagnostic } from "@codemirror/lint";
import { applyEdits } from "../state/project.ts";
import type { Found } from "../worker/messages.ts";

/** What was found, as the editor marks it in a file; places beyond its end are of a text that is gone. */
export function problemsIn(found: readonly Found[], file: string, length: number): Diagnostic[] {
  return found
    .filter(({ at }) => at.file === file && at.from <= length)
    .map(({ at, severity, message, notes, help, fix }): Diagnostic => {
      const repair = fix && { name: sentence(fix.title), apply: () => applyEdits(fix.edits) };
      return {
        from: at.from,
        to: Math.min(at.to, length),
        severity,
        message: [message, ...notes, ...(help === undefined ? [] : [`→ ${help}`])].join("\n"),
        ...(repair ? { actions: [repair] } : {}),
      };
    });
}

/** `Write "conv"` */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
