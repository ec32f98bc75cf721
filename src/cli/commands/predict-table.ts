/** Answers as a table: one row an example. */
import type { Answer, Prediction } from "../../answering/predictor.ts";
import { Failure } from "../terminal/failure.ts";

type Cell = string | number;

/**
 * A CSV file with one row an example: its name, and for each head the class with the probability of every class, the
 * quantities, how likely each label is, or the numbers. Columns of several heads begin with the head's name.
 *
 * @throws Failure where a head answers at each place of its input, which is no row
 */
export function answersTable(names: readonly string[], predictions: readonly Prediction[]): string {
  const rows = predictions.map((prediction, i) => {
    const heads = Object.entries(prediction);
    const cells: [column: string, cell: Cell][] = [["example", names[i]!]];
    for (const [head, answer] of heads) {
      const prefix = heads.length > 1 ? `${head} ` : "";
      for (const [column, cell] of cellsOf(head, answer)) cells.push([`${prefix}${column}`, cell]);
    }
    return cells;
  });
  const header = rows[0]!.map(([column]) => column);
  return [header, ...rows.map((row) => row.map(([, cell]) => cell))]
    .map((cells) => `${cells.map((cell) => csvCell(String(cell))).join(",")}\n`)
    .join("");
}

function cellsOf(head: string, answer: Answer): readonly (readonly [column: string, cell: Cell])[] {
  switch (answer.kind) {
    case "class":
      return [
        ["class", answer.name],
        // In the order of their names, since that of the ranking differs from row to row.
        ...[...answer.ranking]
          .sort((a, b) => (a.name < b.name ? -1 : 1))
          .map(({ name, probability }) => [`probability of ${name}`, probability] as const),
      ];
    case "quantities":
      return answer.values.map(({ name, unit, value }) => [unit ? `${name} in ${unit}` : name, value]);
    case "probabilities":
      return answer.values.map(({ name, probability }) => [`probability of ${name}`, probability]);
    case "numbers":
      if (answer.shape.length === 1) return [...answer.values].map((value, i) => [String(i + 1), value]);
  }
  throw new Failure(`\`${head}\` answers at each place of its input, which is no row of a table`, {
    help: "name a folder behind -o: it gets a file for each example",
  });
}

/** A text as a cell, between quotation marks where it needs them. */
export function csvCell(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
