import fc from "fast-check";

/** Writes nets in which blocks, repeats, branches and shared layers stand in each other, on images of 16 × 16. */
class Writer {
  private readonly choices: readonly number[];
  private next = 0;
  private names = 0;
  private readonly blocks: string[] = [];
  private readonly shared: string[] = [];

  constructor(choices: readonly number[]) {
    this.choices = choices;
  }

  private below(count: number): number {
    return (this.choices[this.next++] ?? 0) % count;
  }

  private pick<T>(...items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }

  private name(stem: string): string {
    this.names++;
    return `${stem}${this.names}`;
  }

  spec(): string {
    const several = this.below(5) === 4;
    const channels = this.pick(1, 3, 4);
    const lines: string[] = [];
    if (several) {
      lines.push(`input image 16x16x${channels} as one`, `input image 16x16x${channels} as other`);
      lines.push(
        `branches ${this.pick("add", "concat")} { | from one, ${this.wide()}, conv 4@1 | from other, ${this.wide()}, conv 4@1 }`,
      );
    } else lines.push(`input image 16x16x${channels}`);
    const body = this.chain(0, 2 + this.below(5));
    const heads = this.below(6);
    if (heads === 5) {
      // A head in a block, past which the chain goes on.
      const block = this.name("headed");
      this.blocks.push(
        `block ${block} { conv 4@1 as fork, avgpool all, head side\n from fork, ${this.chain(2, 1)} }`,
      );
      lines.push(...body, block);
    } else lines.push(...body);
    lines.push(this.pick("avgpool all", "flatten", "avgpool all, dense 3, relu"), "head end");
    const tasks = "task end = classify { a, b }\ntask side = classify { c, d, e }";
    return `${tasks}\n${this.blocks.join("\n")}\nnet n {\n${[...this.sharedFirst(lines)].join("\n")}\n}\n`;
  }

  /** What is shared stands behind the inputs. */
  private *sharedFirst(lines: readonly string[]): Generator<string> {
    const inputs = lines.filter((line) => line.startsWith("input"));
    yield* inputs;
    yield* this.shared;
    yield* lines.slice(inputs.length);
  }

  private chain(depth: number, count: number): string[] {
    return Array.from({ length: count }, () => this.statement(depth));
  }

  /** Layers that give four channels, whatever they take. */
  private wide(): string {
    return this.pick(
      "conv 4@3",
      "conv 4@3, relu",
      "conv 4@1 no bias, batchnorm",
      `${this.layer()}, conv 4@1`,
    );
  }

  private layer(): string {
    return this.pick(
      "conv 4@3",
      "relu",
      "batchnorm",
      "conv 4@3, batchnorm, relu",
      "dropout 0.5",
      "depthwise 3",
      "conv 4@1 frozen",
      "tanh",
      "conv 6@1 no bias",
      "layernorm",
    );
  }

  private statement(depth: number): string {
    if (depth > 3) return this.layer();
    switch (this.below(13)) {
      case 0:
      case 1:
        return this.layer();
      case 2:
      case 3:
      case 4:
        return `repeat ${1 + this.below(4)} { ${this.body(depth)} }`;
      case 5:
      case 6:
        return this.block(depth);
      case 7:
        return `conv 4@1\nbranches ${this.pick("add", "concat", "multiply")} { | ${this.body(depth)}, conv 4@1 | ${this.pick("", "conv 4@1", `${this.body(depth)}, conv 4@3`)} }`;
      case 8:
        return this.share(depth);
      case 9:
        return this.growing();
      case 10:
        return this.nest(depth);
      case 11: {
        const name = this.name("kept");
        return `conv 4@1 as ${name}\n${this.body(depth)}\nconv 4@1, ${this.pick("add", "concat")} ${name}`;
      }
      default:
        return `repeat ${2 + this.below(3)} as i { ${this.pick("conv 4+i@1", "if i == 1 { conv 4@3 } else { conv 4@1 }", "if i > 0 { relu }, conv 4@3")} }`;
    }
  }

  /** Rounds of which each takes all that those before it gave. */
  private growing(): string {
    const name = this.name("grow");
    const layers = this.pick(
      "conv 2@3",
      "batchnorm, relu, conv 2@3",
      "repeat 2 { conv channels@1 }\nconv 1@3",
      "relu, conv 3@1",
    );
    this.blocks.push(`block ${name} { ${layers}, concat in }`);
    const many = 2 + this.below(4);
    return this.pick(
      `repeat ${many} ${name}`,
      `repeat 2 { repeat ${many} ${name}\nconv 4@1 }`,
      `repeat 3 { repeat ${many} ${name} }`,
    );
  }

  private body(depth: number): string {
    return this.chain(depth + 1, 1 + this.below(2)).join("\n");
  }

  private block(depth: number): string {
    const known = this.blocks.length > 0 && this.below(3) === 2;
    const names = this.blocks.flatMap((block) => /^block (part\d+)/.exec(block)?.[1] ?? []);
    if (known && names.length > 0) return `${this.pick(...names)}${this.pick("", " frozen")}`;
    const name = this.name("part");
    const body = this.pick(
      () => this.layer(),
      () => this.body(depth),
      () => `conv 4@1 as start\n${this.body(depth)}\nconv 4@1, add start`,
      () => `shared twice { conv channels@1 }\ntwice, ${this.layer()}, conv channels@1, twice`,
    )();
    this.blocks.push(`block ${name} { ${body} }`);
    return name;
  }

  private share(depth: number): string {
    const name = this.name("eye");
    this.shared.push(
      `shared ${name} { ${this.pick("conv 4@3", `${this.body(depth)}\nconv 4@1`, "batchnorm, relu")} }`,
    );
    const between = this.pick("relu", this.layer());
    return this.pick(
      `conv 4@1, ${name}, ${between}, conv 4@1, ${name}`,
      `conv 4@1, repeat 3 { ${name}, conv 4@1 }`,
      `conv 4@1, branches add { | ${name}, conv 4@1 | relu, ${name}, conv 4@1 }`,
    );
  }

  private nest(depth: number): string {
    const name = this.name("level");
    this.blocks.push(
      `block ${name}(f) around inside { ${this.pick("conv f@3", "repeat 2 { conv f@3, relu }")} as skip\nmaxpool 2, inside, upsample 2, ${this.pick("concat skip", "conv f@1, add skip")}, ${this.pick("conv f@3", "repeat 2 { conv f@3 }")} }`,
    );
    return `${this.pick(`nest ${name}(2, 3)`, `${name}(4)`)} { ${this.body(depth + 1)} }`;
  }
}

/** Specs of nets that fold in all ways; most of them are accepted. */
export const nestedText: fc.Arbitrary<string> = fc
  .array(fc.nat(10_000), { minLength: 8, maxLength: 90 })
  .map((choices) => new Writer(choices).spec());
