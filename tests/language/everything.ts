import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { compileText } from "../../src/compile.ts";
import { errorsIn, type Findings, mend } from "../../src/diagnostics/mend.ts";
import { refusalOf, toSvg, type View, views } from "../../src/diagram/index.ts";
import type { CheckedNet } from "../../src/ir/net.ts";
import { checkJson } from "../../src/report/check-json.ts";
import { formatted } from "../format/formatted.ts";
import { holds } from "./holds.ts";

const schema = JSON.parse(
  readFileSync(new URL("../../grammar/check-report.schema.json", import.meta.url), "utf8"),
) as object;
const validate = new Ajv({ strict: true, strictRequired: true, allErrors: true }).compile(schema);

/** What `check`, `fix`, `fmt`, `--json` and, where `drawn`, every view make of a text holds together. Returns whether it is accepted. */
export function everythingHolds(text: string, drawn: boolean, compilation = compileText(text)): boolean {
  const accepted = holds(text);
  const known = new Map<string, Findings>([[text, compilation]]);
  const look = (changed: string) => {
    const found = known.get(changed) ?? compileText(changed);
    known.set(changed, found);
    return found;
  };
  const { nets } = compilation.program;
  const report: unknown = JSON.parse(JSON.stringify({ ok: accepted, files: [checkJson(compilation, nets)] }));
  assert(validate(report), `the report does not fit its schema: ${JSON.stringify(validate.errors)}`);
  demandMended(text, look);
  demandFormatted(text, accepted, look);
  if (drawn) for (const net of nets) if (net.nodes.length > 0) drawViews(net);
  return accepted;
}

type Look = (text: string) => Findings;

/** Safe fixes bring no errors. */
function demandMended(text: string, look: Look): void {
  const mended = mend(text, look);
  const [before, after] = [errorsIn(look(text)), errorsIn(look(mended.text))];
  assert(after <= before, `fixes bring errors: ${after} after ${before}`);
}

/** What is formatted is so already, and means the same. */
function demandFormatted(text: string, accepted: boolean, look: Look): void {
  const once = formatted(text);
  if (once === undefined) {
    assert(!accepted, "an accepted text is not formatted");
    return;
  }
  assert.equal(formatted(once), once, "formatting twice is not formatting once");
  const errors = errorsIn(look(once));
  assert.equal(errors === 0, accepted, `formatting changes what is accepted: ${errors} errors`);
}

/** Each view that needs nothing besides draws the net, or says why not. */
export function drawViews(net: CheckedNet): void {
  for (const [name, view] of Object.entries(views) as [string, View][]) {
    if (view.needs || refusalOf(view, net) !== undefined) continue;
    const svg = toSvg(view.draw(net));
    assert.doesNotMatch(svg, /NaN|undefined|Infinity|\[object/, `the view ${name}`);
  }
}
