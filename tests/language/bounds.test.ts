// Bad input is refused with bounded work; what is large and sound takes time in proportion to its size.
import { expect, test } from "vitest";
import { compileText } from "../../src/compile.ts";
import { functionOf } from "../../src/ir/functions.ts";
import { NestedMap } from "../../src/ir/nested-map.ts";

/** Codes of a text's messages, each once. */
function codes(text: string): string[] {
  return [...new Set(compileText(text).diagnostics.map(({ code }) => code))];
}

function lines(count: number, line: (i: number) => string, end = "\n"): string {
  return Array.from({ length: count }, (_, i) => line(i)).join(end);
}

test("a file beyond the limit is refused before it is read", () => {
  const { diagnostics, program } = compileText(`net a { input { x } }${" ".repeat(16 * 2 ** 20)}`);
  expect(diagnostics.map(({ code, span }) => [code, span])).toEqual([
    ["syntax_too_large", { start: 0, end: 1 }],
  ]);
  expect(program.nets).toEqual([]);
});

test("ten thousand names above ten thousand choices and rounds are not copied for each", () => {
  const names = lines(10_000, (i) => `relu6 as v${i}`);
  const choices = lines(10_000, () => "if channels > 0 { tanh }");
  expect(codes(`net a { input { x }\n${names}\n${choices}\nrepeat 10_000 { relu6 } }`)).not.toContain(
    "net_too_large",
  );
});

test("thousands of warnings in one line, with a comment that allows another", () => {
  const text = `net a { input { x }, ${lines(20_000, () => "relu, tanh", ", ")} } # allow value_unused ${"#".repeat(100_000)}`;
  expect(codes(text)).toEqual(["layer_two_activations", "messages_left_out"]);
});

test("quotation marks that are never closed, thousands in one line", () => {
  expect(codes(`net a { input { x }, relu ${'"a\\'.repeat(30_000)}`)).toEqual(["syntax_unclosed"]);
});

test("written kernels that are repeated are counted for each round", () => {
  const kernel = `kernel k = [ ${lines(9_999, () => "1", " ")} ]`;
  const net = (rounds: number) =>
    `${kernel}\nnet a { input 9 samples, repeat ${rounds} { conv [k] no bias } }`;
  expect(codes(net(100))).toEqual([]);
  expect(codes(net(4000))).toEqual(["net_too_large"]);
});

test("a budget that is used up is told once", () => {
  const text = lines(5000, (i) => `net n${i} { input { x }, repeat 30 { dense 3, relu } }`);
  const { diagnostics, program } = compileText(text);
  expect(diagnostics.map(({ code }) => code)).toEqual(["net_too_large"]);
  expect(program.nets.filter(({ complete }) => complete).length).toBeLessThan(5000);
});

test("the widest lists: classes, arguments, branches, names of an import", () => {
  const classes = lines(150_000, (i) => `c${i}`, ", ");
  expect(codes(`task t = classify { ${classes} }\nnet a { input { x }, head t }`)).toEqual([]);
  expect(codes(`net a { input { x }, dense max(${lines(9000, (i) => `${i}`, ", ")}) }`)).toEqual([]);
  expect(codes(`net a { input { x }, branches add { ${lines(150_000, () => "|", " ")} } }`)).toEqual([]);
  expect(codes(`use ${classes} "b.cnn"\nnet a { input { x } }`)).toEqual(["syntax_unexpected"]);
});

test("a remainder has the sign of what it is divided by, and is exact", () => {
  const dense = (n: string) =>
    compileText(`net a { input { x }, dense ${n} }`).program.nets[0]!.nodes[1]!.output;
  expect(dense("9007199254740991 % 10")).toEqual([1]);
  expect(dense("(0 - 7) % 4")).toEqual([1]);
  expect(dense("10 + 7 % (0 - 4)")).toEqual([9]);
});

test("the largest of many numbers", () => {
  const numbers = Array.from({ length: 300_000 }, (_, i) => i);
  expect(functionOf("max")!.apply(numbers)).toBe(299_999);
});

test("names inside hide those around, and are gone outside", () => {
  const outer = new NestedMap<number>().set("a", 1).set("b", 2);
  const inner = new NestedMap(new NestedMap(outer)).set("a", 3);
  expect([inner.get("a"), inner.get("b"), outer.get("a"), inner.has("c")]).toEqual([3, 2, 1, false]);
  expect([...inner.keys()]).toEqual(["a", "a", "b"]);
});
