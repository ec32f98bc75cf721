import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileText } from "../../../src/compile.ts";
import { createService, type TextEdit } from "../../../src/language/index.ts";
import { soundText } from "../sound.ts";
import { specs } from "../verified.ts";
import { applied, placed, serviceOf } from "./answers.ts";

const FILES = {
  "nets/a.cnn": 'use stage from "../blocks.cnn"\nnet a { input image 8x8x1, stage(4), stage(f = 8) }\n',
  "blocks.cnn": "block stage(f) { conv f@3 as skip, relu, add skip }\n",
};

describe("names", () => {
  test("go to where they are given, in another file as well", () => {
    const service = serviceOf(FILES);
    const at = FILES["nets/a.cnn"].indexOf("stage(4)");
    expect(service.definition("nets/a.cnn", at + 2)).toEqual({ file: "blocks.cnn", start: 6, end: 11 });
    const parameter = FILES["nets/a.cnn"].indexOf("f = 8");
    expect(service.definition("nets/a.cnn", parameter)).toEqual({ file: "blocks.cnn", start: 12, end: 13 });
  });

  test("are gathered and renamed in all files that import them", () => {
    const service = serviceOf(FILES);
    service.open("blocks.cnn", FILES["blocks.cnn"]);
    expect(service.references("blocks.cnn", 7)).toHaveLength(4);
    const renamed = service.rename("blocks.cnn", 7, "level");
    expect(renamed).toHaveProperty("edits");
    const { edits } = renamed as { edits: readonly TextEdit[] };
    expect(applied(FILES["nets/a.cnn"], edits, "nets/a.cnn")).toBe(
      FILES["nets/a.cnn"].replaceAll("stage", "level"),
    );
    expect(applied(FILES["blocks.cnn"], edits, "blocks.cnn")).toBe(
      FILES["blocks.cnn"].replaceAll("stage", "level"),
    );
  });

  const refused = [
    ["a word of the language", "net ▮a { input image 8x8x1, relu }", "repeat"],
    ["no word at all", "net ▮a { input image 8x8x1, relu }", "two words"],
    ["nothing", "net ▮a { input image 8x8x1, relu }", ""],
    ["a layer", "block ▮b { relu }\nnet a { input image 8x8x1, b }", "conv"],
    ["another block", "block ▮b { relu }\nblock c { relu }\nnet a { input image 8x8x1, b, c }", "c"],
    ["a value of the same net", "net a { input image 8x8x1, relu as ▮x1, relu as y1, add x1 }", "y1"],
    [
      "a parameter where another one is used",
      "block b(▮f, g) { conv f@g }\nnet a { input image 8x8x1, b(1, 3) }",
      "g",
    ],
    [
      "what a layer calls a size",
      "block b(▮f) { conv f@channels }\nnet a { input image 8x8x1, b(1) }",
      "channels",
    ],
  ] as const;
  test.each(refused)("can't become %s", (_, marked, name) => {
    const { text, offset } = placed(marked);
    expect(serviceOf({ "a.cnn": text }).rename("a.cnn", offset, name)).toHaveProperty("refused");
  });

  test("renamed there and back give the same text, and the same nets but for names between", () => {
    let count = 0;
    const texts = fc.oneof(
      fc.constantFrom(
        ...specs()
          .filter(({ text }) => text.length < 4000)
          .map(({ text }) => text),
      ),
      soundText,
    );
    fc.assert(
      fc.property(texts, fc.nat(), (text, pick) => {
        const service = createService();
        service.open("a.cnn", text);
        const names = service.semanticTokens("a.cnn").filter(({ of }) => of !== undefined);
        const chosen = names[pick % Math.max(1, names.length)];
        if (!chosen) return;
        const there = service.rename("a.cnn", chosen.start, "fresh_name");
        if ("refused" in there) {
          // The heads of `loss_weights` are named apart from their tasks.
          expect(chosen.of).toMatch(/task|value/);
          return;
        }
        count++;
        const old = service.renamable("a.cnn", chosen.start)!.name;
        const renamed = applied(text, there.edits, "a.cnn");
        const shapes = (each: string) =>
          compileText(each).program.nets.map(({ totals, nodes }) => [
            totals,
            nodes.map(({ id, output }) => [id, output]),
          ]);
        expect(shapes(renamed)).toEqual(shapes(text));
        service.change("a.cnn", renamed);
        const first = service
          .semanticTokens("a.cnn")
          .find(({ start, end }) => renamed.slice(start, end) === "fresh_name")!;
        const back = service.rename("a.cnn", first.start, old);
        expect(applied(renamed, (back as { edits: readonly TextEdit[] }).edits, "a.cnn")).toBe(text);
      }),
      { seed: 33, numRuns: 50 * Number(process.env.LANGUAGE_TEXTS ?? 1) },
    );
    expect(count).toBeGreaterThan(20);
  });
});
