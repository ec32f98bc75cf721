/** Whatever a spec holds, and whatever it is called, what is shown of it is clean and short. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileText } from "../../src/compile.ts";
import { type Code, catalogue } from "../../src/diagnostics/catalogue.ts";
import { MOST_KEPT, Sink } from "../../src/diagnostics/diagnostic.ts";
import { FoundError, formatFound } from "../../src/diagnostics/found-error.ts";
import { render } from "../../src/diagnostics/render.ts";
import { cleaned, shown, shownJson, shownMessage } from "../../src/diagnostics/shown.ts";
import { checkTable } from "../../src/report/check-table.ts";
import { SourceFile } from "../../src/source/source-file.ts";
import { readAnnotations } from "../cases/annotations.ts";

const same = (text: string) => text;
const plain = { bold: same, dim: same, green: same, red: same, yellow: same };

/** An escape that clears the screen, one of C1, an override of direction, a bell, a line of its own, tags, half of a pair. */
const HOSTILE = "\u001b[2J\u009b31m\u202egnp\u0007\u2028\u{e0041}\ud800\u200b\u2066";

/** Anything that a terminal acts on, or that is not seen; written apart from the code. */
const FORBIDDEN =
  /(?!\n)\p{Cc}|[\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\p{Cs}\u{e0000}-\u{e007f}]/u;

const MOST = 12_000;

function expectClean(text: string): void {
  expect(text).not.toMatch(FORBIDDEN);
  expect(text.length).toBeLessThan(MOST);
}

const folder = "tests/cases";
const cases = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".cnn") && !/deep|many_operators|endless|exponential/.test(file))
  .sort()
  .map((file) => readAnnotations(readFileSync(join(folder, file), "utf8")).source);

/** The text with other contents of all its quoted texts and comments. */
const filled = (text: string, content: string) =>
  text
    .replaceAll(/"[^"\n]*"/g, (quoted) => `${quoted.slice(0, -1)}${content}"`)
    .replaceAll("#", `#${content}`);

const variants: readonly (readonly [name: string, (text: string) => string])[] = [
  ["as they are, of a file with such a name", same],
  ["with such texts and comments", (text) => filled(text, HOSTILE)],
  ["with such signs behind every word", (text) => text.replaceAll(/\b(\w+)\b/g, `$1${HOSTILE}`)],
  ["with very long texts", (text) => filled(text, `${"long".repeat(5000)}\u001b`)],
  ["with very long names", (text) => text.replaceAll(/\b([a-z]{4,}_?\w*)\b/g, `$1${"x".repeat(3000)}`)],
];

describe("messages of all cases", () => {
  const seen = new Set<string>();
  test.each(variants)("%s", (_, change) => {
    for (const text of cases) {
      const { diagnostics, source, program } = compileText(change(text), `${HOSTILE}.cnn`);
      for (const diagnostic of diagnostics) {
        seen.add(diagnostic.code);
        expectClean(render(diagnostic, source));
        const { message, help = "", notes, labels, fix } = diagnostic;
        for (const said of [message, help, ...notes, ...labels.map((label) => label.text), fix?.title ?? ""])
          expectClean(said);
      }
      for (const net of program.nets)
        if (net.nodes.length < 40)
          for (const line of checkTable(net, source, plain).split("\n")) expectClean(line);
    }
  });

  test("all but a few kinds of messages came up", () => {
    expect(Object.keys(catalogue).filter((code) => !seen.has(code)).length).toBeLessThan(25);
  });
});

test("a message of any code says hostile names cleanly", () => {
  for (const code of Object.keys(catalogue) as Code[]) {
    const sink = new Sink();
    const span = { start: 0, end: 1 };
    const name = `${HOSTILE}${"n".repeat(1e6)}`;
    sink.error(code, span, `there is no \`${name}\` here`, {
      help: `write \`${name}\``,
      notes: [name],
      labels: [{ span, text: name }],
    });
    for (const diagnostic of sink.sorted()) expectClean(render(diagnostic, new SourceFile(name, name)));
  }
});

test("findings in files", () => {
  const error = new FoundError("data_wrong" as Code, `\`${HOSTILE}${"n".repeat(1e6)}\` is no number`, {
    file: `${HOSTILE}.csv`,
    help: HOSTILE,
  });
  expectClean(formatFound(error));
});

test("any text", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary", maxLength: 300 }),
      fc.integer({ min: 1, max: 50 }),
      (text, most) => {
        expectClean(cleaned(text));
        expect(cleaned(cleaned(text))).toBe(cleaned(text));
        expect(shown(text, most).length).toBeLessThanOrEqual(most + 1);
        expectClean(shownMessage(text));
      },
    ),
    { seed: 61, numRuns: 500 },
  );
  // Letters of any language stay as they are, and so do signs of arithmetic and units.
  for (const text of ["größe in µg/m²", "心電図", "تخطيط", "Ωm·k ≤ 3 → ½", "a\ud83d\ude00b"])
    expect(shown(text)).toBe(text);
  expect(shown("a\ud83d\ude00b", 2)).toBe("a…");
});

test("twenty thousand errors are counted, and a thousand kept", () => {
  const lines = Array.from({ length: 20_000 }, (_, i) => `  unknown_${i}`).join("\n");
  const { diagnostics } = compileText(`net a {\n  input { x }\n${lines}\n}`);
  expect(diagnostics).toHaveLength(MOST_KEPT + 1);
  expect(diagnostics.at(-1)!.message).toBe("there are 19000 errors more, which are not told");
  expect(JSON.stringify(diagnostics).length).toBeLessThan(1e6);
});

test("JSON holds the same value, with nothing that a terminal acts on", () => {
  const texts = fc.oneof(fc.string({ unit: "binary" }), fc.constant(HOSTILE));
  fc.assert(
    fc.property(fc.jsonValue(), texts, fc.constantFrom(0, 2), (value, text, indent) => {
      const whole = { value, text, [text]: text };
      const json = shownJson(whole, indent);
      expect(json).not.toMatch(FORBIDDEN);
      expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(whole)));
    }),
  );
});
