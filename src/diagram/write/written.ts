/** A number of px as files hold it: to two decimals, so that output is stable. */
export function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Text without what XML can't hold even escaped. */
export function printable(content: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that XML 1.0 forbids
  return content.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/gu, "");
}

/** Printable text on one line, with the blanks that SVG shows of it. */
export function oneLine(content: string): string {
  return printable(content)
    .replace(/[ \t\r\n]+/g, " ")
    .replace(/^ | $/g, "");
}

/** What most texts and attributes are made of. */
const PLAIN = /^[ !#-%'-;=?-~\u00b7\u00d7\u2013\u2212]*$/;

/** An attribute or a text as a document of XML has it. */
export function escaped(value: string, place: "attribute" | "text"): string {
  if (PLAIN.test(value)) return value;
  const plain = printable(value).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  if (place === "text") return plain.replaceAll("\r", "&#xd;");
  return plain
    .replaceAll('"', "&quot;")
    .replaceAll("\t", "&#x9;")
    .replaceAll("\n", "&#xa;")
    .replaceAll("\r", "&#xd;");
}
