import assert from "node:assert/strict";
import { render } from "../../src/diagnostics/render.ts";
import { checkJson } from "../../src/report/check-json.ts";
import { checkTable } from "../../src/report/check-table.ts";
import { compileVerified } from "./verified.ts";

const same = (text: string) => text;
const plain = { bold: same, dim: same, green: same, red: same, yellow: same };

/**
 * What holds for any text at all: it compiles to something, and all that is said about it can be shown. Returns whether
 * the text is accepted.
 */
export function holds(text: string): boolean {
  const compilation = compileVerified(text);
  const { source, program, diagnostics } = compilation;
  let before = 0;
  for (const diagnostic of diagnostics) {
    const { span, labels, notes, message, help = "" } = diagnostic;
    for (const { start, end } of [span, ...labels.map((label) => label.span)])
      assert(0 <= start && start <= end && end <= text.length, `${diagnostic.code} at ${start} to ${end}`);
    assert(span.start >= before, `${diagnostic.code} is out of order`);
    before = span.start;
    for (const said of [message, help, ...notes, ...labels.map((label) => label.text)])
      assert.doesNotMatch(said, /undefined|NaN|\[object/);
    assert.doesNotMatch(message, /Infinity/);
    const rendered = render(diagnostic, source);
    assert(rendered.includes(diagnostic.code));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly those must not be there.
    assert.doesNotMatch(rendered, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  }
  const accepted = diagnostics.every(({ severity }) => severity !== "error");
  if (accepted) assert(program.nets.every(({ complete }) => complete));
  for (const net of program.nets) checkTable(net, source, plain);
  JSON.stringify(checkJson(compilation, program.nets));
  return accepted;
}
