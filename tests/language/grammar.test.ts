import { expect, test } from "vitest";
import { SpecParser } from "../../grammar/parser.ts";
import { compileVerified } from "./verified.ts";

test("chevrotain finds no ambiguity and no left recursion in the grammar", () => {
  expect(() => new SpecParser({ validate: true })).not.toThrow();
});

test("a file of a megabyte with many nets", () => {
  const net = (i: number) =>
    `net n${i} {\n  input image 28x28x1\n  conv 6@5, tanh => 28x28x6\n  avgpool all # one number a channel, ${"and so on, ".repeat(9)}\n  dense 10\n}\n`;
  const text = Array.from({ length: 5_000 }, (_, i) => net(i)).join("");
  expect(text.length).toBeGreaterThan(1_000_000);
  const { program, diagnostics } = compileVerified(text);
  expect(diagnostics).toEqual([]);
  expect(program.nets).toHaveLength(5_000);
});

test("one very long line", () => {
  const { program } = compileVerified(`net a { input { x }${", relu".repeat(20_000)} }`);
  expect(program.nets[0]!.nodes).toHaveLength(20_001);
});

test("a chain of fifty thousand blocks that ends in a fault", () => {
  const text = `${Array.from({ length: 50_000 }, (_, i) => `block b${i} { b${i + 1} }\n`).join("")}net a { input { x }, b0 }`;
  const { diagnostics } = compileVerified(text);
  expect(diagnostics.map(({ code }) => code)).toEqual(["net_too_large", "name_unknown_layer"]);
});

test.each([
  "(",
  "[",
  "{",
  "repeat 2 {",
  "branches add { |",
  "if 1 < 2 {",
  "dense min(1, ",
  "if not (",
  "nest b(1) {",
])("ten thousand %s", (bracket) => {
  const { diagnostics } = compileVerified(`net a { input { x }, ${bracket.repeat(10_000)}`);
  expect(diagnostics).toHaveLength(1);
});

test("a nest of a million levels is refused before its arguments are read", () => {
  const levels = Array.from({ length: 1_000_000 }, () => "1").join(",");
  const { diagnostics } = compileVerified(
    `block level(f) around inside { inside, conv f@1 }\nnet a { input { x }, nest level(${levels}) { relu } }`,
  );
  expect(diagnostics.map(({ code }) => code)).toEqual(["syntax_too_large"]);
});

test("a hundred thousand choices, and rounds of them", () => {
  const choices = Array.from({ length: 100_000 }, (_, i) => `if channels == ${i + 2} { dense 2 }`).join(
    " else ",
  );
  const once = compileVerified(`net a { input { x }, ${choices} }`);
  expect(once.diagnostics).toEqual([]);
  const often = compileVerified(`net a { input { x }, repeat 1_000 as i { ${choices} } }`);
  expect(often.diagnostics.map(({ code }) => code)).toEqual(["net_too_large"]);
});

test("rounds of nothing, each of them looked at", () => {
  const { diagnostics } = compileVerified("net a { input { x }, repeat 1e15 as i { if i < 0 { relu } } }");
  expect(diagnostics.map(({ code }) => code)).toEqual(["net_too_large"]);
});

test("holes that hold their own block, each in the other", () => {
  const around = "block b around inside { inside, inside, inside }\n";
  const nested = `${"b { ".repeat(40)}relu${" }".repeat(40)}`;
  const { diagnostics } = compileVerified(`${around}net a { input { x }, ${nested} }`);
  expect(diagnostics.map(({ code }) => code)).toEqual(["net_too_large"]);
});

test("choices in each other, in blocks in each other", () => {
  const ifs = (inner: string) => `${"if 1 < 2 { ".repeat(90)}${inner}${" }".repeat(90)}`;
  const blocks = Array.from({ length: 100 }, (_, i) => `block b${i} { ${ifs(`b${i + 1}`)} }`).join("\n");
  const { diagnostics } = compileVerified(`${blocks}\nblock b100 { relu }\nnet a { input { x }, b0 }`);
  expect(diagnostics.map(({ code }) => code)).toEqual(["net_too_large"]);
});

test("functions in each other with as many operators as there may be", () => {
  const deep = `${"min(".repeat(120)}1${" + 1, 9)".repeat(120)}`;
  expect(compileVerified(`net a { input { x }, dense ${deep} }`).diagnostics).toEqual([]);
  const deeper = `${"min(".repeat(200)}1${" + 1 + 1, 9)".repeat(200)}`;
  expect(compileVerified(`net a { input { x }, dense ${deeper} }`).diagnostics).toHaveLength(1);
});
