import type { SourceFile } from "../source/source-file.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { Label } from "./finding.ts";
import { cleaned, shown, shownMessage } from "./shown.ts";

/** Colours for a terminal; each leaves its text alone where colour is not wanted. */
export interface Paint {
  bold(text: string): string;
  red(text: string): string;
  yellow(text: string): string;
  blue(text: string): string;
}

const PLAIN: Paint = { bold: (t) => t, red: (t) => t, yellow: (t) => t, blue: (t) => t };
const MAX_WIDTH = 160;

/** The message with its place and the lines that it is about, as a person reads it. */
export function render(diagnostic: Diagnostic, source: SourceFile, paint: Paint = PLAIN): string {
  const main: Label = { span: diagnostic.span, text: "" };
  const labels = [...diagnostic.labels, main]
    .map((label) => ({
      label,
      file: source.fileAt(label.span.start),
      at: source.position(label.span.start),
      end: source.position(label.span.end),
    }))
    .sort((a, b) => a.at.line - b.at.line || a.at.column - b.at.column);
  const here = source.fileAt(diagnostic.span.start);
  // The message's own file first, then the others.
  const files = [here, ...new Set(labels.map(({ file }) => file).filter((file) => file !== here))];
  const gutter = String(Math.max(...labels.map(({ at }) => at.line))).length;
  const bar = paint.blue(`${" ".repeat(gutter)} |`);
  const tone = diagnostic.severity === "error" ? paint.red : paint.yellow;
  const place = source.position(diagnostic.span.start);
  const lines = [
    `${tone(paint.bold(`${diagnostic.severity}[${diagnostic.code}]`))}${paint.bold(`: ${shownMessage(diagnostic.message)}`)}`,
    `${" ".repeat(gutter)}${paint.blue("-->")} ${shown(here.name)}:${place.line}:${place.column}`,
    bar,
  ];
  let shownAt = "";
  let shownFile = here;
  for (const { label, file, at, end } of files.flatMap((each) => labels.filter((l) => l.file === each))) {
    if (file !== shownFile) {
      lines.push(
        `${" ".repeat(gutter)}${paint.blue(":::")} ${shown(file.name)}:${at.line}:${at.column}`,
        bar,
      );
      shownFile = file;
      shownAt = "";
    }
    const text = file.line(at.line);
    // A long line is shown around the place, so that a file without line breaks can't flood the terminal.
    const from = text.length > MAX_WIDTH ? Math.max(0, at.column - 1 - MAX_WIDTH / 2) : 0;
    const last = end.line === at.line ? end.column : text.length + 1;
    const width = Math.max(1, Math.min(last - at.column, from + MAX_WIDTH - at.column + 1));
    const mark = label === main ? tone("^".repeat(width)) : paint.blue("-".repeat(width));
    // Several marks of one line stand under it, one below the other.
    if (shownAt !== `${at.line}:${from}`) {
      lines.push(
        `${paint.blue(`${String(at.line).padStart(gutter)} |`)} ${cleaned(text.slice(from, from + MAX_WIDTH))}`.trimEnd(),
      );
    }
    shownAt = `${at.line}:${from}`;
    lines.push(
      `${bar} ${" ".repeat(at.column - 1 - from)}${mark}${label.text ? ` ${shownMessage(label.text)}` : ""}`,
    );
  }
  const margin = `${" ".repeat(gutter)} ${paint.blue("=")} `;
  for (const note of diagnostic.notes) lines.push(margin + shownMessage(note));
  if (diagnostic.help) lines.push(`${margin}${paint.bold("help")}: ${shownMessage(diagnostic.help)}`);
  return lines.join("\n");
}
