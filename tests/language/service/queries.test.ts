import { describe, expect, test } from "vitest";
import { createService } from "../../../src/language/index.ts";
import { vocabulary } from "../../../src/layers/registry.ts";
import { tasks } from "../../../src/tasks/registry.ts";
import { specs } from "../verified.ts";
import { applied, placed, serviceOf } from "./answers.ts";

/** Labels of what is offered at `▮`. */
function offered(marked: string, more: { readonly [path: string]: string } = {}): string[] {
  const { text, offset } = placed(marked);
  const { items } = serviceOf({ "nets/a.cnn": text, ...more }).complete("nets/a.cnn", offset);
  return items.map(({ label }) => label);
}

const NET = "net a {\n  input image 28x28x1\n";

describe("completion offers what may stand at a place", () => {
  test("all layers, and words that begin a statement", () => {
    const labels = offered(`${NET}  ▮\n}`);
    const layers = Object.keys(vocabulary).filter((word) => word !== "input");
    expect(labels).toEqual(expect.arrayContaining([...layers, "head", "repeat", "branches", "if", "expect"]));
    expect(labels.filter((label) => label === "input")).toHaveLength(1);
  });

  test("options that are not given and not excluded", () => {
    const labels = offered(`${NET}  conv 8@3 valid stride 2 ▮\n}`);
    expect(labels).toEqual(expect.arrayContaining(["dilation", "groups", "as"]));
    for (const label of ["valid", "same", "pad", "stride"]) expect(labels).not.toContain(label);
  });

  test("names in reach alone", () => {
    const text = `kernel edge = [-1 2 -1]\nblock stage(f) { conv f@3 as mid, relu }\n${NET}  conv 8@3 as skip\n  repeat 2 as i { relu as inner, add ▮ }\n  relu as later\n}`;
    const labels = offered(text);
    expect(labels).toEqual(expect.arrayContaining(["skip", "inner"]));
    for (const label of ["mid", "later", "edge", "f"]) expect(labels).not.toContain(label);
    expect(offered(text.replace("▮", "skip").replace("conv f@3", "conv ▮@3"))).toContain("f");
    expect(offered(text.replace("add ▮", "conv [▮]"))).toEqual(["edge"]);
    expect(offered(text.replace("add ▮", "▮"))).toContain("stage");
  });

  test("kinds of tasks and of data, units, options of trainings, tasks of a head", () => {
    expect(offered("task a = ▮")).toEqual(Object.keys(tasks));
    expect(offered("data d = ▮")).toEqual(expect.arrayContaining(["csv", "images", "idx"]));
    expect(offered("task a = regress { ef in ▮ }")).toEqual(expect.arrayContaining(["mL", "mmHg"]));
    expect(offered("train a on b { ▮ }")).toEqual(expect.arrayContaining(["epochs", "split", "optimizer"]));
    expect(offered("train a on b { optimizer ▮ }")).toEqual(expect.arrayContaining(["adam", "sgd"]));
    expect(offered(`task digit = classify { a, b }\n${NET}  flatten\n  head ▮\n}`)).toContain("digit");
  });

  test("files as this one names them, and what they define", () => {
    const more = { "blocks.cnn": "block stage(f) { conv f@3 }", "nets/b.cnn": "" };
    expect(offered('use stage from "▮', more)).toEqual(["../blocks.cnn", "b.cnn"]);
    expect(offered('use s▮ from "../blocks.cnn"', more)).toEqual(["stage"]);
  });

  test("what is true, behind an arrow", () => {
    expect(offered(`${NET}  conv 8@3 valid => ▮\n}`)).toEqual(
      expect.arrayContaining(["26x26x8", "80 weights"]),
    );
  });

  test("nothing in comments and quoted texts", () => {
    expect(offered("# ▮ net")).toEqual([]);
    expect(offered('data d = csv "a▮b"')).toEqual([]);
  });
});

describe("hover tells", () => {
  const told = (marked: string) => {
    const { text, offset } = placed(marked);
    return serviceOf({ "a.cnn": text }).hover("a.cnn", offset)?.markdown ?? "";
  };

  test("of a layer what it does, and its numbers with the arithmetic", () => {
    const markdown = told(`${NET}  co▮nv 8@3 valid\n}`);
    for (const part of [
      "Slides kernels",
      "28×28×1 → **26×26×8**",
      "8·3·3·1 + 8 = 80 weights",
      "48 672 multiply-adds",
    ])
      expect(markdown).toContain(part);
  });

  test("how often it is there", () => {
    expect(told(`${NET}  repeat 24 { co▮nv 1@3 }\n}`)).toContain("24 times; first:");
  });

  test("of a name its value, of a claim its proof, of a message its explanation", () => {
    expect(told(`${NET}  conv 8@3 valid as skip\n  relu, add sk▮ip\n}`)).toContain("26×26×8");
    expect(told(`block b(f) { conv ▮f@3 }\n${NET}  b(4), b(8)\n}`)).toContain("here 4, 8");
    expect(told(`${NET}  conv 8@3 => ▮81 weights\n}`)).toContain("8·3·3·1 + 8 = 80");
    expect(told(`${NET}  cnv▮ 8@3\n}`)).toContain("name_unknown_layer");
  });
});

test("a signature says which parameter is written", () => {
  const { text, offset } = placed(`block b(f, k = 3) { conv f@k }\n${NET}  b(4, ▮)\n}`);
  const service = serviceOf({ "a.cnn": text });
  expect(service.signature("a.cnn", offset)).toMatchObject({ label: "b(f, k = …)", active: 1 });
  expect(service.signature("a.cnn", text.indexOf("f@k") + 1)?.label).toMatch(/^conv 32@3x3 \[stride 3\]/);
});

test("lines tell shapes and weights, the outline what is defined, folds what spans lines", () => {
  const service = serviceOf({ "a.cnn": `${NET}  conv 8@3 valid  # first\n  flatten\n}\n` });
  expect(service.inlayHints("a.cnn").map(({ text }) => text)).toEqual([
    "28×28×1",
    "26×26×8 · 80 weights",
    "5408",
  ]);
  expect(service.outline("a.cnn")).toMatchObject([{ name: "a", kind: "net", detail: "80 weights" }]);
  expect(service.folding("a.cnn")).toMatchObject([{ kind: "body" }]);
});

test("every layer of every net stands where its place says, and its place has it", () => {
  for (const { file, text } of specs()) {
    const service = createService();
    service.open(file, text);
    for (const { name, nodes } of service.checked(file)!.program.nets.slice(0, 1)) {
      for (const { id } of nodes.filter((_, i) => i % 25 === 0)) {
        const { place } = service.placeOf(file, name, id)!;
        const found = service.layersAt(file, place.start).find(({ net }) => net === name);
        if (place.file === file) expect(found?.layers, `${file} ${id}`).toContain(id);
      }
    }
  }
});

test("a file sees what is typed in another one, and what it is when that is closed", () => {
  const service = serviceOf({
    "a.cnn": `use b from "b.cnn"\n${NET}  b\n}`,
    "b.cnn": "block b { conv 8@3 valid }",
  });
  const output = () => service.inlayHints("a.cnn").at(-1)?.text;
  expect(output()).toBe("26×26×8 · 80 weights");
  service.open("b.cnn", "block b { conv 9@3 valid }");
  expect(output()).toBe("26×26×9 · 90 weights");
  service.close("b.cnn");
  expect(output()).toBe("26×26×8 · 80 weights");
});

test("formatting is one edit, and none where nothing is to be done", () => {
  const service = serviceOf({ "a.cnn": "net a{input image 28x28x1,conv 8@3}" });
  const laid = applied(service.text("a.cnn")!, service.format("a.cnn"), "a.cnn");
  service.change("a.cnn", laid);
  expect(laid).not.toBe("net a{input image 28x28x1,conv 8@3}");
  expect(service.format("a.cnn")).toEqual([]);
});
