import fc from "fast-check";

/** What a generated net has at a place: sizes along its axes, and channels. */
interface Value {
  readonly sizes: readonly number[];
  readonly channels: number;
}

const SPACE: { readonly [rank: number]: string } = { 1: "samples", 2: "image", 3: "volume" };

/** Writes nets whose shapes fit, out of a list of choices; where the list is at its end, the first of each is taken. */
class Writer {
  private readonly choices: readonly number[];
  private next = 0;
  private names = 0;
  private readonly declarations: string[] = [];
  private readonly lines: string[] = [];
  private indent = "  ";
  private value!: Value;
  /** Values that have a name, with their shapes. */
  private readonly kept = new Map<string, Value>();
  /** Shared layers, with the value that they fit. */
  private readonly shared = new Map<string, readonly [Value, Value]>();

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

  private write(text: string): void {
    this.lines.push(this.indent + text);
  }

  spec(): string {
    const inputs = this.below(6) === 5 ? 2 : 1;
    for (let i = 0; i < inputs; i++) {
      this.write(`input ${this.input()}${inputs > 1 ? ` as given${i}` : ""}`);
      if (inputs > 1) this.kept.set(`given${i}`, this.value);
    }
    if (inputs > 1) {
      // Each of the inputs is brought to four numbers, and the two are joined.
      for (const i of [0, 1]) {
        this.value = this.kept.get(`given${i}`)!;
        this.write(`from given${i}`);
        this.some(3);
        this.flat();
        this.write(`dense 4 as end${i}`);
      }
      this.write("concat end0");
      this.value = { sizes: [], channels: 8 };
    }
    this.some(2 + this.below(8));
    this.ends();
    return `${this.declarations.join("\n")}\nnet n {\n${this.lines.join("\n")}\n}\n`;
  }

  private input(): string {
    const rank = this.pick(2, 1, 3, 0);
    if (rank === 0) {
      this.value = { sizes: [], channels: 3 };
      return "{ age in years, crp in mg/L, height in cm }";
    }
    const channels = 1 + this.below(4);
    const sizes = Array.from({ length: rank }, () =>
      rank === 1 ? 16 + this.below(200) : 6 + this.below(24),
    );
    this.value = { sizes, channels };
    if (rank === 1)
      return `${sizes[0]} samples x ${channels} leads${this.pick("", " at 250 Hz", " at 500 Hz")}`;
    return `${SPACE[rank]} ${[...sizes, channels].join("x")}${this.pick("", "", " from 0 to 1")}`;
  }

  private some(count: number): void {
    for (let i = 0; i < count; i++) this.statement(0);
  }

  private statement(depth: number): void {
    const kinds = depth < 2 ? 14 : 8;
    const kind = this.below(kinds);
    if (kind < 8) this.layer();
    else if (kind === 8) this.repeat(depth);
    else if (kind === 9) this.branches(depth);
    else if (kind === 10) this.keep();
    else if (kind === 11) this.block();
    else if (kind === 12) this.share();
    else this.condition(depth);
  }

  private layer(): void {
    const { sizes, channels } = this.value;
    if (sizes.length === 0) {
      this.flatLayer();
      return;
    }
    const rank = sizes.length;
    const least = Math.min(...sizes);
    const kind = this.below(12);
    const n = 1 + this.below(6);
    const k = this.pick(3, 1, 5, 2);
    if (kind <= 2) {
      const stride = this.pick(1, 1, 2);
      const dilation = stride === 1 ? this.pick("", "", " dilation 2") : "";
      this.write(
        `conv ${n}@${k}${stride > 1 ? ` stride ${stride}` : ""}${dilation}${this.pick("", " no bias", " frozen")}`,
      );
      this.value = { sizes: sizes.map((size) => Math.ceil(size / stride)), channels: n };
    } else if (kind === 3 && least >= k) {
      this.write(`conv ${n}@${k} valid${this.claim(sizes.map((size) => size - k + 1).concat(n))}`);
      this.value = { sizes: sizes.map((size) => size - k + 1), channels: n };
    } else if (kind === 4) {
      this.write(`${this.pick("maxpool", "avgpool")} 2`);
      this.value = { sizes: sizes.map((size) => Math.ceil(size / 2)), channels };
    } else if (kind === 5) {
      this.write("upsample 2");
      this.value = { sizes: sizes.map((size) => 2 * size), channels };
      if (Math.max(...this.value.sizes) > 64) {
        this.write("maxpool 2");
        this.value = { sizes, channels };
      }
    } else if (kind === 6) {
      this.write(`depthwise ${this.pick(3, 5)}`);
    } else if (kind === 7) {
      this.write(`pad ${n}${this.claim(sizes.map((size) => size + 2 * n).concat(channels))}`);
      this.value = { sizes: sizes.map((size) => size + 2 * n), channels };
    } else if (kind === 8 && least > 2) {
      this.write("crop 1");
      this.value = { sizes: sizes.map((size) => size - 2), channels };
    } else if (kind === 9) {
      this.write(`transposed ${n}@2 stride 2, maxpool 2`);
      this.value = { sizes, channels: n };
    } else if (kind === 10 && rank === 2) {
      this.write(`separable ${n}@3`);
      this.value = { sizes, channels: n };
    } else {
      this.write(
        this.pick("batchnorm", "relu", "tanh", "layernorm", "instancenorm", "dropout 0.2", "gelu", "prelu"),
      );
    }
  }

  private flatLayer(): void {
    const n = 1 + this.below(9);
    const kind = this.below(4);
    if (kind === 3) {
      this.write(this.pick("dropout 0.5", "relu", "batchnorm", "tanh", "sigmoid"));
      return;
    }
    const times = kind === 2 ? `2 * ${n} - channels + channels` : String(n);
    this.value = { sizes: [], channels: kind === 2 ? 2 * n : n };
    this.write(`dense ${times}${this.claim([this.value.channels])}`);
  }

  private claim(shape: readonly number[]): string {
    return this.below(4) === 3 ? `  => ${shape.join("x")}` : "";
  }

  /** Layers that keep the shape. */
  private same(): string {
    const { sizes, channels } = this.value;
    return sizes.length === 0
      ? this.pick(`dense ${channels}, relu`, "tanh", `dense channels no bias`)
      : this.pick(`conv ${channels}@3, relu`, "depthwise 3", "batchnorm, relu", "conv channels@1 no bias");
  }

  private repeat(depth: number): void {
    const count = 1 + this.below(4);
    if (this.value.sizes.length > 0 && this.below(2) === 1) {
      this.write(`repeat ${count} as i { conv ${1 + this.below(3)} + i@3, relu }`);
      const text = this.lines.at(-1)!;
      this.value = { ...this.value, channels: Number(/conv (\d+)/.exec(text)![1]) + count - 1 };
      return;
    }
    this.write(`repeat ${count} {`);
    this.indent += "  ";
    this.write(this.same());
    if (depth < 1) this.write(`branches add { | ${this.same()} | }`);
    this.indent = this.indent.slice(2);
    this.write("}");
  }

  private branches(depth: number): void {
    const join = this.pick("add", "concat", "multiply");
    const start = this.value;
    const many = 2 + this.below(2);
    this.write(`branches ${join} {`);
    this.indent += "  ";
    let channels = 0;
    for (let i = 0; i < many; i++) {
      this.write(`| ${this.same()}`);
      if (depth < 1 && this.below(3) === 2) this.write(this.same());
      channels += start.channels;
    }
    this.indent = this.indent.slice(2);
    this.write("}");
    this.value = { sizes: start.sizes, channels: join === "concat" ? channels : start.channels };
  }

  private keep(): void {
    const fitting = [...this.kept].filter(
      ([, { sizes, channels }]) =>
        channels === this.value.channels && String(sizes) === String(this.value.sizes),
    );
    if (fitting.length > 0) {
      this.write(`add ${this.pick(...fitting)[0]}`);
      return;
    }
    const name = this.name("kept");
    this.write(`${this.same()} as ${name}`);
    this.kept.set(name, this.value);
    this.write(this.same());
    this.write(`${this.pick("add", "multiply")} ${name}`);
  }

  private block(): void {
    const name = this.name("part");
    const { sizes, channels } = this.value;
    if (sizes.length === 0) {
      this.declarations.push(`block ${name}(n = channels) { dense n, relu, concat in }`);
      this.write(name);
      this.value = { sizes, channels: 2 * channels };
    } else if (this.below(2) === 0) {
      this.declarations.push(
        `block ${name}(f, k = 3) { if f != channels { conv f@1 }\n  conv f@k as here, relu, conv f@3, add here }`,
      );
      const f = 1 + this.below(4);
      this.write(`${name}(${f}${this.pick("", ", k = 1")})`);
      this.value = { sizes, channels: f };
    } else {
      this.declarations.push(
        `block ${name}(f) around inside { conv f@3 as skip, maxpool 2, inside, upsample 2, resize ${sizes.length > 0 ? "4" : ""}, conv f@1 }`,
      );
      this.write(`nest ${name}(2, 3) { conv 4@3, relu }`);
      this.value = { sizes: sizes.map(() => 4), channels: 2 };
    }
  }

  private share(): void {
    const fitting = [...this.shared].filter(
      ([, [{ sizes, channels }]]) =>
        channels === this.value.channels && String(sizes) === String(this.value.sizes),
    );
    if (fitting.length > 0) {
      const [name, [, after]] = this.pick(...fitting);
      this.write(name);
      this.value = after;
      return;
    }
    const name = this.name("eye");
    // A shared layer is declared before the net's chain, inside the net.
    this.write(`shared ${name} { ${this.same()} }`);
    this.write(name);
    this.write(name);
    this.shared.set(name, [this.value, this.value]);
  }

  private condition(depth: number): void {
    const test = this.pick("channels > 2", "channels == 1 or channels > 3", "not channels < 2", "1 + 1 == 2");
    this.write(`if ${test} { ${this.same()} } else { ${this.same()} }`);
    if (depth < 2) this.statement(depth + 1);
  }

  private flat(): void {
    if (this.value.sizes.length === 0) return;
    const way = this.below(3);
    if (way === 0) {
      const { sizes, channels } = this.value;
      this.write("flatten");
      this.value = { sizes: [], channels: sizes.reduce((a, b) => a * b, channels) };
    } else {
      this.write(way === 1 ? "avgpool all" : "maxpool all");
      this.value = { sizes: [], channels: this.value.channels };
    }
  }

  private ends(): void {
    const kind = this.below(7);
    const { sizes } = this.value;
    if (kind === 6) return;
    if (kind === 5 && sizes.length > 0) {
      this.declarations.push("task regions = segment { background, left, right }");
      this.write(`head regions => ${[...sizes, 3].join("x")}`);
      return;
    }
    const several = kind === 4;
    if (several) this.write(`${this.same()} as fork`);
    const fork = this.value;
    for (let i = 0; i < (several ? 2 : 1); i++) {
      if (i > 0) this.write("from fork");
      this.value = fork;
      this.flat();
      this.declarations.push(
        this.pick(
          `task kind${i} = classify { a, b, c }`,
          `task kind${i} = tag { effusion, fracture }`,
          `task kind${i} = regress { "ejection fraction" in % from 0 to 100 }`,
          `task kind${i} = probability of "death"`,
        ),
      );
      this.write(`head kind${i}${this.pick("", " no bias")}`);
    }
  }
}

/** Specs whose shapes and claims fit, with most of what the language has; nearly all are accepted. */
export const soundText: fc.Arbitrary<string> = fc
  .array(fc.nat(10_000), { minLength: 4, maxLength: 120 })
  .map((choices) => new Writer(choices).spec());

/** The same with the sizes of images left open: some layers don't allow it. */
export const openText: fc.Arbitrary<string> = soundText.map((text) =>
  text.replaceAll(/image \d+x\d+x/g, "image H x W x "),
);
