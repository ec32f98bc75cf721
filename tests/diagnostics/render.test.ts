import { describe, expect, test } from "vitest";
import { type Diagnostic, Sink } from "../../src/diagnostics/diagnostic.ts";
import { render } from "../../src/diagnostics/render.ts";
import { shown } from "../../src/diagnostics/shown.ts";
import { editDistance, guess, nearest } from "../../src/diagnostics/suggest.ts";
import { SourceFile } from "../../src/source/source-file.ts";

function message(span: { start: number; end: number }, extras: Partial<Diagnostic> = {}): Diagnostic {
  return { code: "name_unknown", severity: "error", span, message: "m", labels: [], notes: [], ...extras };
}

describe("places", () => {
  const source = new SourceFile("s.cnn", "ab\r\ncd\re\n\nfg");

  test("lines end with \\n, \\r\\n or \\r", () => {
    expect([1, 2, 3, 4, 5, 6].map((n) => source.line(n))).toEqual(["ab", "cd", "e", "", "fg", ""]);
    expect(source.position(0)).toEqual({ line: 1, column: 1 });
    expect(source.position(5)).toEqual({ line: 2, column: 2 });
    expect(source.position(7)).toEqual({ line: 3, column: 1 });
    expect(source.position(99)).toEqual({ line: 5, column: 3 });
    expect(source.slice({ start: 4, end: 6 })).toBe("cd");
  });
});

describe("rendered messages", () => {
  test("labels of one line stand below each other, in the order of the source", () => {
    const source = new SourceFile("s.cnn", "conv same valid\n");
    expect(
      render(
        message(
          { start: 10, end: 15 },
          { labels: [{ span: { start: 5, end: 9 }, text: "here" }], notes: ["1 = 1"], help: "h" },
        ),
        source,
      ),
    ).toBe(
      [
        "error[name_unknown]: m",
        " --> s.cnn:1:11",
        "  |",
        "1 | conv same valid",
        "  |      ---- here",
        "  |           ^^^^^",
        "  = 1 = 1",
        "  = help: h",
      ].join("\n"),
    );
  });

  test("a span over several lines is marked to the end of its first", () => {
    const lines = render(message({ start: 2, end: 8 }), new SourceFile("s.cnn", "abcd\nefgh\n")).split("\n");
    expect(lines.at(-1)).toBe("  |   ^^");
  });

  test("a long line is shown around the place", () => {
    const lines = render(
      message({ start: 5000, end: 5003 }),
      new SourceFile("s.cnn", `${"x".repeat(5000)}abc${"y".repeat(5000)}`),
    ).split("\n");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(170);
    expect(lines[3]!.indexOf("abc")).toBe(lines[4]!.indexOf("^^^"));
  });

  test("control and bidi characters never reach the terminal", () => {
    const text = "a\u001b[31m\u202eb";
    const rendered = render(
      message(
        { start: 0, end: 1 },
        { message: text, help: text, notes: [text], labels: [{ span: { start: 1, end: 2 }, text }] },
      ),
      new SourceFile(text, text),
    );
    // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly those are looked for.
    expect(rendered).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    expect(shown("a\tb")).toBe("a b");
  });
});

test("the sink keeps one of equal messages and sorts by place", () => {
  const sink = new Sink();
  sink.error("name_unknown", { start: 5, end: 6 }, "b");
  sink.error("name_unknown", { start: 1, end: 2 }, "a", { help: undefined });
  sink.error("name_unknown", { start: 5, end: 6 }, "b");
  expect(sink.size).toBe(2);
  expect(sink.sorted().map((d) => d.message)).toEqual(["a", "b"]);
});

describe("suggestions", () => {
  test("edit distance counts a swap once", () => {
    expect([
      editDistance("", "abc"),
      editDistance("relu", "relu"),
      editDistance("rleu", "relu"),
      editDistance("conv2d", "conv"),
    ]).toEqual([3, 0, 1, 2]);
  });

  test("within a third of the length, without regard to case", () => {
    expect(nearest("Dense", ["dense", "conv"])).toBe("dense");
    expect(nearest("maxpol", ["maxpool", "avgpool"])).toBe("maxpool");
    expect(nearest("xyz", ["conv"])).toBeUndefined();
    expect(nearest("x".repeat(1000), ["x".repeat(999)])).toBeUndefined();
    expect(guess("rleu", ["relu"])).toBe("did you mean `relu`?");
  });
});
