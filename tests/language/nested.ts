/**
 * Compiles, formats and shows texts that nest, chain or go on without end, and prints what came of each. A process of its
 * own, since it is started with half of the usual stack: `node --stack-size=492 --import tsx tests/language/nested.ts`.
 */
import { compileText } from "../../src/compile.ts";
import { Sink } from "../../src/diagnostics/diagnostic.ts";
import { mend } from "../../src/diagnostics/mend.ts";
import { render } from "../../src/diagnostics/render.ts";
import { format } from "../../src/format/format.ts";
import { checkJson } from "../../src/report/check-json.ts";
import { SourceFile } from "../../src/source/source-file.ts";

const net = (body: string) => `net a { input { x }, ${body} }`;
const within = (open: string, inside: string, close: string) => (n: number) =>
  net(open.repeat(n) + inside + close.repeat(n));
const parts = (n: number, part: (i: number) => string, between: string) =>
  Array.from({ length: n }, (_, i) => part(i)).join(between);
const hole = "block l(f) around inside { relu, inside }\n";

/** Texts with so many levels or links. */
const SHAPES: { readonly [name: string]: (n: number) => string } = {
  parentheses: (n) => net(`dense ${"(".repeat(n)}3${")".repeat(n)}`),
  sums: (n) => net(`dense ${"(1 + ".repeat(n)}3${")".repeat(n)}`),
  calls: (n) => net(`dense ${"min(9, ".repeat(n)}3${")".repeat(n)}`),
  signs: (n) => net(`dense ${"-(".repeat(n)}3${")".repeat(n)}`),
  conditions: (n) => net(`if ${"(".repeat(n)}1 < 2${")".repeat(n)} { relu }`),
  negations: (n) => net(`if ${"not (".repeat(n)}1 < 2${")".repeat(n)} { relu }`),
  "unclosed parentheses": (n) => net(`dense ${"(".repeat(n)}3`),
  "closing parentheses": (n) => net(`dense 3${")".repeat(n)}`),
  "a fault inside": (n) => net(`dense ${"(".repeat(n)}3 +${")".repeat(n)}`),
  "a stray bracket behind": (n) => net(`dense ${"(".repeat(n)}3${")".repeat(n)}]`),
  squares: (n) => net(`conv ${"[".repeat(n)}1${"]".repeat(n)}`),
  braces: (n) => `net a ${"{".repeat(n)}${"}".repeat(n)}`,
  repeats: within("repeat 1 { ", "relu", " }"),
  "repeats of repeats": (n) => net(`${"repeat 1 ".repeat(n)} relu`),
  branches: within("branches add { | relu | ", "relu", " }"),
  choices: within("if 1 < 2 { ", "relu", " }"),
  otherwise: within("if 1 > 2 { relu } else { ", "relu", " }"),
  "else if": (n) => net(`if 1 > 2 { relu } ${"else if 1 > 2 { relu } ".repeat(n)}`),
  options: (n) =>
    `${net("relu")}\ndata d = csv "x" { input x }\ntrain a on d { ${"augment { ".repeat(n)}${"}".repeat(n)} }`,
  holes: (n) => hole + within("l(1) { ", "relu", " }")(n),
  nests: (n) => hole + net(`nest l(${parts(n, () => "1", ", ")}) { relu }`),
  "blocks of blocks": (n) =>
    `${parts(n, (i) => `block b${i} { b${i + 1} }`, "\n")}\nblock b${n} { relu }\n${net("b0")}`,
  "shared of shared": (n) =>
    net(`\nshared s0 { relu }\n${parts(n, (i) => `shared s${i + 1} { s${i} }`, "\n")}\n s${n}`),
  minuses: (n) => net(`dense ${"-".repeat(n)}3`),
  nots: (n) => net(`if ${"not ".repeat(n)}1 < 2 { relu }`),
  plus: (n) => net(`dense 1${"+1".repeat(n)}`),
  times: (n) => net(`dense 1${"*1".repeat(n)}`),
  ands: (n) => net(`if 1<2${" and 1<2".repeat(n)} { relu }`),
  units: (n) => `net a { input { x in ${parts(n, () => "m", "/")} } }`,
  sizes: (n) => net(`reshape ${parts(n, () => "1", "x")}`),
  planes: (n) => net(`conv [${parts(n, () => "1", "|")}]`),
};

/** Texts of one thing that is so long. */
const LENGTHS: { readonly [name: string]: (n: number) => string } = {
  "a number": (n) => net(`dense ${"1".repeat(n)}`),
  "a fraction": (n) => net(`dropout 0.${"1".repeat(n)}`),
  "an exponent": (n) => net(`dropout 1e${"1".repeat(n)}`),
  "a name": (n) => net("a".repeat(n)),
  "a text": (n) => `task t = classify { "${"a".repeat(n)}", b }\n${net("head t")}`,
  "a text with signs before each other": (n) =>
    `task t = classify { "${'\\"'.repeat(n / 2)}", b }\n${net("head t")}`,
  "a comment": (n) => `${net("relu")} #${"a".repeat(n)}`,
};

const texts = [
  ...Object.entries(SHAPES).flatMap(([name, make]) =>
    [90, 240, 10_000].map((n) => ({ name: `${name} ${n}`, text: () => make(n) })),
  ),
  ...Object.entries(LENGTHS).map(([name, make]) => ({ name, text: () => make(10_000_000) })),
];

const outcomes: { [name: string]: string } = {};
for (const { name, text } of texts) {
  try {
    const compilation = compileText(text());
    const { source, diagnostics, program } = compilation;
    for (const diagnostic of diagnostics) render(diagnostic, source);
    JSON.stringify(checkJson(compilation, program.nets));
    format(source, new Sink());
    mend(source.text, (changed) => {
      const again = compileText(changed);
      return { source: new SourceFile("a", changed), diagnostics: again.diagnostics };
    });
    const output = program.nets[0]?.nodes.at(-1)?.output.join("×");
    outcomes[name] = diagnostics[0]?.code ?? `gives ${output}`;
  } catch (error) {
    outcomes[name] = String(error);
  }
}
process.stdout.write(JSON.stringify(outcomes));
