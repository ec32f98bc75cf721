import type { Span } from "../source/source-file.ts";
import type { Code } from "./catalogue.ts";
import type { Finding, Label } from "./finding.ts";
import type { Fix, Help } from "./fix.ts";

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

/** A name in a message is shown up to here. */
const MAX_NAME = 120;

/** Gathers messages; phases go on after an error. */
export class Sink {
  private readonly found: Diagnostic[] = [];
  private readonly seen = new Set<string>();
  private searches = 0;

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
    const key = `${code}:${span.start}:${span.end}:${message}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
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
      message: shorten(message),
      labels: labels.map((label) => ({ ...label, text: shorten(label.text) })),
      notes,
      ...(help ? { help: shorten(help) } : {}),
      ...(fix ? { fix: { ...fix, title: shorten(fix.title) } } : {}),
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

  /** All messages in the order of the source. */
  sorted(): Diagnostic[] {
    return [...this.found].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  }
}

/** Very long names cut short, as a file may hold them. */
function shorten(text: string): string {
  return text.length <= MAX_NAME
    ? text
    : text.replace(/[\p{L}\d_.]{120,}/gu, (name) => `${name.slice(0, MAX_NAME)}…`);
}
