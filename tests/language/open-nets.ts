// Nets whose input has open sizes: made at random, and written out with a number for each.
import fc from "fast-check";
import { applied, binary, extreme, literal, type Sum, variable } from "./rational.ts";

/** A net with open sizes. */
export interface OpenSpec {
  readonly symbols: readonly string[];
  /** Its text, with claims behind the values that have a name, and behind the net. */
  text(claims: ReadonlyMap<string, string>, expected?: readonly string[]): string;
  /** Its text with a number in place of each open size, and without claims. */
  writtenOut(sizes: ReadonlyMap<string, number>): string;
  /** Names of values, which are those of their layers. */
  readonly names: readonly string[];
}

/** An input, its open sizes, and what the axes of its values are called. */
const INPUTS: readonly {
  readonly text: string;
  readonly symbols: readonly string[];
  readonly axes: readonly string[];
}[] = [
  { text: "image H x W x 1", symbols: ["H", "W"], axes: ["height", "width"] },
  { text: "image H x W x 3", symbols: ["H", "W"], axes: ["height", "width"] },
  { text: "N samples x 2 leads", symbols: ["N"], axes: ["length"] },
  { text: "image H x H x 2", symbols: ["H"], axes: ["height", "width"] },
  { text: "image H x 24 x 1", symbols: ["H"], axes: ["height", "width"] },
  { text: "image H x 2*H x 1", symbols: ["H"], axes: ["height", "width"] },
  { text: "image H + 3 x W x 1", symbols: ["H", "W"], axes: ["height", "width"] },
  { text: "volume D x 8 x W x 1", symbols: ["D", "W"], axes: ["depth", "height", "width"] },
];

const BLOCKS = `
block level(f) around inside { conv f@3 as skip, maxpool 2, inside, upsample 2, JOIN skip, conv f@3 }
block halves(n) { if n > 1 { conv 3@3 stride 2, halves2(n / 2) } else { relu } }
block halves2(n) { if n >= 2 { maxpool 2 valid } else { tanh } }
block cut(n, k = 1) { if n > k { crop k } else { pad k } }
block bring(n) { resize n nearest, conv channels@1 }
block side(f) { branches concat { | conv f@1 | maxpool 3 stride 1 | conv f@3, conv f@3 pad 1 } }
`;

class Writer {
  private readonly choices: readonly number[];
  private next = 0;
  readonly lines: string[] = [];
  readonly names: string[] = [];
  readonly input: (typeof INPUTS)[number];

  constructor(choices: readonly number[]) {
    this.choices = choices;
    this.input = INPUTS[this.below(INPUTS.length)]!;
    const count = 2 + this.below(6);
    for (let i = 0; i < count; i++) this.step();
    const end = this.below(11);
    if (end > 8) {
      this.lines.push("head places");
      return;
    }
    if (end > 2) this.named("avgpool all");
    if (end === 1) this.lines.push("flatten");
    if (end === 1 || end > 5) this.named(this.pick("dense 3", "layernorm", "dense channels", "relu"));
  }

  private below(count: number): number {
    return (this.choices[this.next++] ?? 0) % count;
  }

  private pick<T>(...items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }

  /** A layer whose value has a name, and may have a claim. */
  private named(layer: string): void {
    const name = `value${this.names.length}`;
    this.names.push(name);
    this.lines.push(`${layer} as ${name} CLAIM_${name}`);
  }

  private step(): void {
    const kind = this.below(22);
    if (kind < 12) this.named(this.layer());
    else if (kind < 14) this.join();
    else if (kind < 16) this.lines.push(this.choice());
    else if (kind === 16)
      this.lines.push(
        `repeat ${this.pick("2", `1 + ${this.number()} % 1`, this.count())} { ${this.keeps()} }`,
      );
    else if (kind === 17)
      this.lines.push(this.pick("nest level(2, 2) { conv 2@3 }", "nest level(3) { conv 3@3, relu }"));
    else if (kind === 18) this.lines.push(this.pick("side(2)", "side(channels)"));
    else if (kind === 19) this.lines.push(`halves(${this.number()})`);
    else if (kind === 20) this.lines.push(`cut(${this.number()}${this.pick("", ", k = 2")})`);
    else this.lines.push(`bring(${this.number()})`);
  }

  private layer(): string {
    const f = 1 + this.below(4);
    const k = 1 + this.below(5);
    const s = this.pick(1, 2, 2, 3);
    switch (this.below(13)) {
      case 0:
      case 1:
        return `conv ${f}@${k} stride ${s}`;
      case 2:
        return `conv ${f}@${k} valid`;
      case 3:
        return `conv ${f}@${k} stride ${s} valid no bias`;
      case 4:
        return `conv ${f}@${k} stride ${s} pad ${this.below(3)}`;
      case 5:
        return `${this.pick("maxpool", "avgpool")} ${1 + this.below(3)}${this.pick("", " valid", " stride 2")}`;
      case 6:
        return `upsample ${1 + this.below(2)}`;
      case 7:
        return this.pick(`pad ${f}`, `pad to ${2 * f}`, `crop ${f}`);
      case 8:
        return `transposed ${f}@${k} stride ${s}${this.pick("", " valid", " pad 1")}`;
      case 9:
        return `resize ${this.resized()}`;
      case 10:
        return this.pick("depthwise 3", "batchnorm", "relu", "separable 2@3", "groupnorm 1");
      case 11:
        return this.pick(`conv ${f}@${k} dilation 2 valid`, "conv channels@1", "maxpool 3 stride 2 pad 1");
      default:
        return this.pick(
          `crop (${this.measure()} - 1) / 2`,
          `pad ${this.measure()} % 2`,
          "relu",
          `pad max(0, 9 - ${this.measure()})`,
        );
    }
  }

  /** New sizes for every axis, some of them computed. */
  private resized(): string {
    const axis = (i: number) =>
      this.pick(this.input.symbols[i % this.input.symbols.length]!, this.input.axes[i]!);
    const each = (i: number) =>
      this.pick(axis(i), `ceil(${axis(i)} / 2)`, `${axis(i)} + 1`, `floor(${axis(i)} / 3) + 1`, "8");
    return this.input.axes.map((_, i) => each(i)).join(" x ");
  }

  private join(): void {
    if (this.names.length < 2) {
      this.named("branches add { | | relu }");
      return;
    }
    const other = this.names[this.below(this.names.length)]!;
    this.named(`${this.pick("add", "concat", "multiply", "concat")} ${other}`);
  }

  private measure(): string {
    return this.pick(...this.input.axes, ...this.input.axes, ...this.input.symbols);
  }

  /** A number that may follow from open sizes. */
  private number(): string {
    const size = this.measure();
    return this.pick(
      size,
      `floor(${size} / 4)`,
      `min(${size}, 6)`,
      `ceil(${size} * 0.5)`,
      `max(${size} - 10, 1)`,
      `${size} / 2`,
      "3",
    );
  }

  /** A number of rounds. */
  private count(): string {
    return this.pick(
      `min(${this.measure()}, 2)`,
      `1 + ${this.measure()} % 2`,
      `max(3 - ${this.measure()}, 1)`,
      `floor(${this.measure()} / 16)`,
    );
  }

  private condition(): string {
    const n = this.pick(0, 1, 2, 4, 9, 20, 40);
    const [a, b] = [this.measure(), this.measure()];
    return this.pick(
      `${a} > ${n}`,
      `${a} <= ${n}`,
      `${a} >= 1 and channels > 0`,
      `${a} % 2 == ${this.below(2)}`,
      `not ${a} < ${n} or ${b} == ${n}`,
      `${a} > ${b}`,
      `${a} * ${b} > 0`,
      "channels >= 3",
      `${a} + 0.5 != ${n}`,
    );
  }

  private choice(): string {
    const other = this.pick(
      `else { ${this.keeps()} }`,
      "",
      `else { ${this.layer()} }`,
      `else { conv 4@90 valid }`,
    );
    return `if ${this.condition()} { ${this.pick(this.keeps(), this.layer())} } ${other}`;
  }

  private keeps(): string {
    return this.pick("relu", "tanh", "conv channels@3", "depthwise 3", "batchnorm");
  }
}

export const openSpecs: fc.Arbitrary<OpenSpec> = fc
  .tuple(
    fc.array(fc.nat(5000), { minLength: 10, maxLength: 90 }),
    fc.constantFrom("concat", "add", "multiply"),
  )
  .map(([choices, join]) => {
    const writer = new Writer(choices);
    const { text: input, symbols } = writer.input;
    const source = `${BLOCKS.replace("JOIN", join)}task places = segment { inside, outside }\nnet a {\n  input ${input}\n  ${writer.lines.join("\n  ")}\n  EXPECTED\n}\n`;
    return {
      symbols,
      names: writer.names,
      text: (claims, expected = []) =>
        source
          .replace("EXPECTED", expected.map((claim) => `expect ${claim}`).join("\n  "))
          .replace(/ CLAIM_(\w+)/g, (_, name: string) => (claims.has(name) ? ` => ${claims.get(name)}` : "")),
      writtenOut: (sizes) =>
        [...sizes].reduce(
          (text, [name, size]) => text.replace(new RegExp(`\\b${name}\\b`, "g"), String(size)),
          source.replace(/ CLAIM_\w+/g, "").replace("EXPECTED", ""),
        ),
      toString: () => source,
    };
  });

/** What may be claimed of a size of which `form` is what the checker says, and `here` its value. */
export function claimOf(
  form: string | undefined,
  here: number,
  choice: number,
  symbols: readonly string[],
): Sum {
  const said = form === undefined ? literal(String(here)) : parsed(form);
  const symbol = variable(symbols[choice % symbols.length]!);
  switch (choice % 11) {
    case 0:
      return literal(String(here));
    case 1:
      return binary(said, "+", literal("1"));
    case 2:
      return extreme("max", said, literal("3"));
    case 3:
      return extreme("min", said, literal("1000"));
    case 4:
      return binary(applied("floor", binary(said, "/", literal("2"))), "*", literal("2"));
    case 5:
      return symbol;
    case 6:
      return applied("ceil", binary(symbol, "/", literal("2")));
    case 7:
      return binary(said, "+", binary(symbol, "%", literal("2")));
    default:
      return said;
  }
}

/** `2·⌈(H − 1)/4⌉ + 1`: what the checker prints, read without its help. */
export function parsed(form: string): Sum {
  let at = 0;
  const text = form.replaceAll(" ", "");
  const take = (sign: string) => text[at] === sign && ++at > 0;
  const atom = (): Sum => {
    for (const [open, close, name] of [
      ["⌈", "⌉", "ceil"],
      ["⌊", "⌋", "floor"],
      ["(", ")", ""],
    ] as const) {
      if (!take(open)) continue;
      const inner = sum();
      if (!take(close)) throw new Error(`${form} at ${at}`);
      return name ? applied(name, inner) : inner;
    }
    const [word] = /^\w+/.exec(text.slice(at))!;
    at += word.length;
    return /^\d/.test(word) ? literal(word) : variable(word);
  };
  const product = (): Sum => {
    let left = atom();
    for (;;) {
      if (take("·")) left = binary(left, "*", atom());
      else if (take("/")) left = binary(left, "/", atom());
      else return left;
    }
  };
  const sum = (): Sum => {
    let left = take("−") ? binary(literal("0"), "-", product()) : product();
    for (;;) {
      if (take("+")) left = binary(left, "+", product());
      else if (take("−")) left = binary(left, "-", product());
      else return left;
    }
  };
  const read = sum();
  if (at < text.length) throw new Error(`${form} at ${at}`);
  return read;
}
