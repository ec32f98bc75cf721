import { describe, expect, test } from "vitest";
import { compileText } from "../../src/compile.ts";
import { type Diagnostic, Sink } from "../../src/diagnostics/diagnostic.ts";
import { type Edit, type Fix, insert, offer, put, remove, sure } from "../../src/diagnostics/fix.ts";
import { applyEdits, compatible, errorsIn, mend, safeFixes } from "../../src/diagnostics/mend.ts";
import { SourceFile } from "../../src/source/source-file.ts";

/** A text in which every `a` is an error whose fix is what `fixOf` makes of its place. */
function finder(fixOf: (at: number, text: string) => Fix | undefined) {
  return (text: string) => {
    const diagnostics = [...text.matchAll(/a/g)].map(({ index }): Diagnostic => {
      const fix = fixOf(index, text);
      return {
        code: "syntax_unexpected",
        severity: "error",
        span: { start: index, end: index + 1 },
        message: `${index}`,
        labels: [],
        notes: [],
        ...(fix ? { fix } : {}),
      };
    });
    return { source: new SourceFile("text", text), diagnostics };
  };
}

const span = (start: number, end = start + 1) => ({ start, end });

describe("edits", () => {
  test("are made together, in any order, at the places that they had", () => {
    expect(
      applyEdits("0123456789", [insert(10, "!"), put(span(2, 4), "xyz"), remove(5, 7), insert(0, ">")]),
    ).toBe(">01xyz4789!");
  });

  test("that overlap are refused, and those that touch are not", () => {
    expect(applyEdits("0123", [put(span(0, 2), "a"), put(span(1, 3), "b")])).toBeUndefined();
    expect(applyEdits("0123", [put(span(0, 2), "a"), put(span(2, 3), "b")])).toBe("ab3");
  });

  test("of two fixes that touch, the first is made in a round", () => {
    const fixes = [
      sure("first", put(span(0, 2), "x")),
      sure("second", insert(2, "y")),
      sure("third", insert(4, "z")),
    ];
    expect(compatible(fixes).map(({ title }) => title)).toEqual(["first", "third"]);
  });

  test("of a fix are made all or none", () => {
    const pair = (...edits: Edit[]) => sure("pair", ...edits);
    const fixes = [pair(insert(0, "("), insert(5, ")")), pair(insert(5, "["), insert(9, "]"))];
    expect(compatible(fixes)).toEqual([fixes[0]]);
  });
});

describe("mend", () => {
  test("goes on until nothing is left", () => {
    // Of neighbours one a round is mended.
    const look = finder((at) => sure("write b", put(span(at), "b")));
    const { text, mended } = mend("aaa\naa", look);
    expect(text).toBe("bbb\nbb");
    expect(mended.map(({ line }) => line)).toEqual([1, 1, 1, 2, 2]);
  });

  test("leaves what is offered", () => {
    const look = finder((at) => offer("write b", put(span(at), "b")));
    expect(mend("aaa", look)).toEqual({ text: "aaa", mended: [] });
  });

  test("ends where a fix brings its own message back", () => {
    let looks = 0;
    const grow = finder((at) => sure("again", insert(at, "_")));
    const { text } = mend("a", (each) => {
      looks++;
      return grow(each);
    });
    expect(looks).toBeLessThan(100);
    expect(text.endsWith("a")).toBe(true);
    const swap = finder((at, each) => sure("swap", put(span(0, each.length), at === 0 ? "_a" : "a_")));
    expect(mend("a_", swap).text).toMatch(/^(a_|_a)$/);
  });

  test("leaves out a fix that brings errors, and makes the others", () => {
    const look = finder((at, each) =>
      at === 0
        ? sure("worse", put(span(0), "aaaa"))
        : each[at - 1] === "."
          ? sure("write b", put(span(at), "b"))
          : undefined,
    );
    const { text } = mend("a.a.a", look);
    expect(errorsIn(look(text))).toBeLessThanOrEqual(3);
    expect(text).toBe("a.b.b");
  });

  test("leaves a text as it is where every fix brings errors", () => {
    const look = finder((at) => sure("worse", put(span(at), "aa")));
    expect(mend("a", look)).toEqual({ text: "a", mended: [] });
  });

  test("takes no fix of an imported file", () => {
    const imported = "block b(n) { conv n@3; relu }\n";
    const text = 'use b from "b.cnn"\nnet n { input image 8x8x1; b(4) }\n';
    const host = { read: () => ({ id: "b", name: "b.cnn", text: imported }) };
    const findings = compileText(text, "n.cnn", { host });
    const places = findings.diagnostics.map(({ span: at }) => findings.source.fileAt(at.start).name);
    expect(places).toEqual(["n.cnn", "b.cnn"]);
    expect(safeFixes(findings)).toHaveLength(1);
    const { text: result } = mend(text, (each) => compileText(each, "n.cnn", { host }));
    expect(result).toBe('use b from "b.cnn"\nnet n { input image 8x8x1, b(4) }\n');
  });
});

test("a search for help is made for the first messages only, with its fix", () => {
  const sink = new Sink();
  for (let i = 0; i < 300; i++)
    sink.error("name_unknown", span(i), "no such name", {
      help: () => ({ text: "did you mean `b`?", fix: offer("write `b`", put(span(i), "b")) }),
    });
  const found = sink.sorted();
  expect(found.filter(({ help }) => help)).toHaveLength(200);
  expect(found.filter(({ fix }) => fix)).toHaveLength(200);
});

test("a message that is taken over keeps its fix", () => {
  const [from, to] = [new Sink(), new Sink()];
  from.error("syntax_unexpected", span(0), "wrong", { fix: sure("write b", put(span(0), "b")) });
  to.take(from.sorted());
  expect(to.sorted()).toEqual(from.sorted());
});
