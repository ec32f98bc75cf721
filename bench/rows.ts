/** One line of the table: what was done, what was measured, and the bar that it is held against. */
export interface Row {
  readonly work: string;
  readonly measured: string;
  readonly ratio: string;
  readonly bar: string;
}

/** Milliseconds for people, in seconds from ten on. */
export function ms(time: number): string {
  if (time >= 10_000) return `${(time / 1000).toFixed(1)} s`;
  return time < 100 ? `${time.toFixed(1)} ms` : `${Math.round(time)} ms`;
}

export function times(ratio: number): string {
  return `${ratio.toFixed(ratio < 10 ? 2 : 0)} ×`;
}

/** The row, told at once to whoever waits: the table comes when all is measured. */
export function told(row: Row): Row {
  console.error(`${row.work}: ${row.measured}, ${row.ratio} (${row.bar})`);
  return row;
}
