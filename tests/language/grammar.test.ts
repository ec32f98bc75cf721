import { expect, test } from "vitest";
import { SpecParser } from "../../grammar/parser.ts";
import { compileVerified } from "./verified.ts";

test("chevrotain finds no ambiguity and no left recursion in the grammar", () => {
  expect(() => new SpecParser({ validate: true })).not.toThrow();
});

test("a file of a megabyte with many nets", () => {
  const net = (i: number) =>
    `net n${i} {\n  input image 28x28x1\n  conv 6@5, tanh => 28x28x6\n  avgpool all # one number a channel\n  dense 10\n}\n`;
  const text = Array.from({ length: 10_000 }, (_, i) => net(i)).join("");
  expect(text.length).toBeGreaterThan(1_000_000);
  const { program, diagnostics } = compileVerified(text);
  expect(diagnostics).toEqual([]);
  expect(program.nets).toHaveLength(10_000);
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

test.each(["(", "[", "{", "repeat 2 {", "branches add { |"])("ten thousand %s", (bracket) => {
  const { diagnostics } = compileVerified(`net a { input { x }, ${bracket.repeat(10_000)}`);
  expect(diagnostics).toHaveLength(1);
});
