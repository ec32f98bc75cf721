import type { Span } from "../source/source-file.ts";
import type { Code } from "./catalogue.ts";
import type { Finding, Label } from "./finding.ts";
import type { Fix, Help } from "./fix.ts";
import { shownMessage } from "./shown.ts";

/** A finding in a spec. */
export interface Diagnostic extends Finding {
  readonly span: Span;
}

export interface Extras {
  readonly labels?: readonly Label[];
  readonly notes?: readonly string[];
  /** A function where it takes a search, as for a name that is near: only the first messages are worth one. */
  readonly help?: Help | undefined | (() => Help | undefined);
  /** Where the message alone says what to do, or the help is told without its fix. */
  readonly fix?: Fix | undefined;
}

/** So many messages get a help that takes a search: thousands of them among thousands of names would take hours. */
const MAX_SEARCHES = 200;

/** So many errors are kept, and as many warnings: nobody reads more, and the first ones bring most of the others. */
export const MOST_KEPT = 1000;

/** Gathers messages; phases go on after an error. What they say is cleaned of what can't be shown, and bounded. */
export class Sink {
  private readonly found: Diagnostic[] = [];
  private readonly seen = new Set<string>();
  private searches = 0;
  private readonly kept = { error: 0, warning: 0 };
  /** How many came when so many were kept, and the last place of them. */
  private readonly left = { error: 0, warning: 0, start: 0 };

  /** Adds an error. The same message at the same place is kept once. */
  error(code: Code, span: Span, message: string, extras: Extras = {}): void {
    this.add("error", code, span, message, extras);
  }

  /** Adds a warning: something that is allowed and rarely meant. */
  warning(code: Code, span: Span, message: string, extras: Extras = {}): void {
    this.add("warning", code, span, message, extras);
  }

  private add(
    severity: Diagnostic["severity"],
    code: Code,
    span: Span,
    message: string,
    extras: Extras,
  ): void {
    const whole = this.kept[severity] < MOST_KEPT;
    const key = `${code}:${span.start}:${span.end}${whole ? `:${message}` : ""}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    if (this.kept[severity] === MOST_KEPT) {
      this.left[severity]++;
      this.left.start = Math.max(this.left.start, span.start);
      return;
    }
    this.kept[severity]++;
    const { labels = [], notes = [] } = extras;
    const given =
      typeof extras.help !== "function"
        ? extras.help
        : ++this.searches > MAX_SEARCHES
          ? undefined
          : extras.help();
    const { text: help, fix = extras.fix } = typeof given === "object" ? given : { text: given };
    this.found.push({
      code,
      severity,
      span,
      message: shownMessage(message),
      labels: labels.map((label) => ({ ...label, text: shownMessage(label.text) })),
      notes: notes.map(shownMessage),
      ...(help ? { help: shownMessage(help) } : {}),
      ...(fix ? { fix: { ...fix, title: shownMessage(fix.title) } } : {}),
    });
  }

  /** Takes over messages of another sink. */
  take(diagnostics: readonly Diagnostic[]): void {
    for (const { severity, code, span, message, ...extras } of diagnostics)
      this.add(severity, code, span, message, extras);
  }

  get size(): number {
    return this.found.length;
  }

  /** All messages in the order of the source; the last one says how many more there would be. */
  sorted(): Diagnostic[] {
    const sorted = [...this.found].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
    const { error, warning } = this.left;
    if (error + warning === 0) return sorted;
    const start = Math.max(this.left.start, sorted.at(-1)!.span.start);
    sorted.push({
      code: "messages_left_out",
      severity: error > 0 ? "error" : "warning",
      span: { start, end: start },
      message: `there are ${counted(error, "error")}${error > 0 && warning > 0 ? " and " : ""}${counted(warning, "warning")} more, which are not told`,
      labels: [],
      notes: [],
      help: "mend the first ones: they often bring the others",
    });
    return sorted;
  }
}

function counted(count: number, what: string): string {
  return count === 0 ? "" : `${count} ${what}${count === 1 ? "" : "s"}`;
}
