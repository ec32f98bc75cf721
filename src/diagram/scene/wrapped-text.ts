/** Lines that stay within `widest` px where their words do; they break only where `breaks` says. */
export function wrappedText(
  content: string,
  widest: number,
  measure: (line: string) => number,
  breaks: RegExp = / /,
): string[] {
  const lines: string[] = [];
  for (const word of content.split(breaks)) {
    const last = lines.at(-1);
    if (last !== undefined && measure(`${last} ${word}`) <= widest)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
