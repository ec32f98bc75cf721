import fc from "fast-check";

const activation = fc.constantFrom(
  "relu",
  "tanh",
  "sigmoid",
  "softmax",
  "prelu",
  "leaky_relu 0.2",
  "hard_swish",
);
const small = fc.integer({ min: 1, max: 5 });

/** Padding that any window accepts. */
const padding = fc.constantFrom("", " same", " valid", " pad 1");

/** A number that is computed, and often fits. */
const number: fc.Arbitrary<string> = fc.oneof(
  small.map(String),
  fc.constantFrom(
    "channels",
    "max(channels, 3)",
    "ceil(channels / 2)",
    "min(8, channels + 1)",
    "round(7 / 3)",
  ),
  fc.tuple(small, small).map(([a, b]) => `floor((${a} + ${b}) * 2 / 3) + 1`),
  fc.constantFrom("width", "length", "height - 1", "depth % 3"),
);

const condition: fc.Arbitrary<string> = fc
  .array(
    fc
      .tuple(fc.constantFrom("", "not "), number, fc.constantFrom("<", "<=", ">", ">=", "==", "!="), number)
      .map(([not, a, sign, b]) => `${not}${a} ${sign} ${b}`),
    { minLength: 1, maxLength: 3 },
  )
  .chain((parts) => fc.constantFrom(" and ", " or ").map((word) => parts.join(word)));

const layer: fc.Arbitrary<string> = fc.oneof(
  fc.tuple(small, small, small, padding).map(([n, k, s, p]) => `conv ${n}@${k} stride ${s}${p}`),
  fc
    .tuple(fc.constantFrom("maxpool", "avgpool"), small, fc.constantFrom("", " same", " valid"))
    .map(([kind, k, p]) => `${kind} ${k}${p}`),
  fc.constantFrom(
    "maxpool all",
    "avgpool all",
    "batchnorm",
    "batchnorm frozen",
    "depthwise 3",
    "pad 1",
    "pad to 4",
    "crop 1",
    "resize 9 nearest",
    "drop_path 0.1",
    "layernorm no shift",
    "groupnorm 2",
    "instancenorm",
    "scale",
    "rescale 1/255 offset -1",
    "separable 4@3 stride 2",
    "transposed 3@2 stride 2 no bias",
    "conv 4@3 dilation 2 groups 2",
    "dropout 0.25",
    "upsample 2",
    "conv 2@3 no bias frozen",
  ),
  activation,
  fc.tuple(number, activation).map(([n, a]) => `dense ${n}, ${a}`),
  number.map((n) => `conv ${n}@1`),
);

const chain: fc.Arbitrary<string> = fc.array(layer, { maxLength: 6 }).map((layers) => layers.join("\n  "));

const statement: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: layer },
  fc.tuple(small, chain).map(([n, body]) => `repeat ${n} { ${body} }`),
  fc
    .tuple(fc.constantFrom("add", "concat", "multiply"), layer, layer)
    .map(([join, a, b]) => `branches ${join} { | ${a} | ${b} | }`),
  small.map((n) => `residual(${n})`),
  fc.tuple(number, chain).map(([n, body]) => `repeat ${n} as i { ${body}\n dense i + 1 }`),
  fc
    .tuple(condition, chain, chain)
    .map(([c, a, b]) => `if ${c} { ${a} } else if channels > 2 { ${b} }\n else { relu }`),
  fc.tuple(condition, chain).map(([c, a]) => `if ${c} { ${a} }`),
  fc.tuple(number, number).map(([n, k]) => `flexible(${n}, k = ${k})`),
  fc.constantFrom("flexible", "flexible()", "flexible frozen", "gate", "gate(2)"),
  fc.tuple(small, small, chain).map(([a, b, body]) => `nest level(${a}, ${b}) { ${body} }`),
  fc
    .tuple(small, small, small, chain)
    .map(([a, b, k, body]) => `nest level(${a}, ${b}, k = [${k}, 1]) { ${body} }`),
  fc.tuple(small, chain).map(([a, body]) => `level(${a}) { level(2, k = 1) { ${body} } }`),
);

const input: fc.Arbitrary<string> = fc.oneof(
  fc
    .tuple(fc.integer({ min: 8, max: 40 }), fc.integer({ min: 8, max: 40 }), fc.integer({ min: 1, max: 3 }))
    .map((s) => `image ${s.join("x")}`),
  fc.tuple(fc.integer({ min: 8, max: 600 }), small).map(([n, c]) => `${n} samples x ${c} leads at 250 Hz`),
  fc.tuple(fc.integer({ min: 6, max: 20 }), small).map(([n, c]) => `volume ${n}x${n}x${n}x${c}`),
  fc.constant("patient { age in years, crp in mg/L }"),
);

const HEADS = ["", "flatten\n  head kind", "avgpool all, head amount", "head kind no bias"];

/** Specs of random nets. Many have a shape fault; all are well formed. */
export const specText: fc.Arbitrary<string> = fc
  .tuple(input, fc.array(statement, { maxLength: 8 }), fc.constantFrom(...HEADS))
  .map(
    ([given, statements, head]) => `block residual(f) { conv f@3, batchnorm, relu, conv f@3, concat in }
block flexible(f = channels, k = 1) { conv f@k, if f > 3 { dense k } }
block gate(r = 1, c = channels) { branches multiply { | | avgpool all, dense ceil(c / r), dense c, sigmoid } }
block level(f, k = 3) around inside { conv f@k as skip, maxpool 2, inside, upsample 2, concat skip }
task kind = classify { a, b, c }
task amount = regress { "ejection fraction" in % from 0 to 100 }
net n {
  input ${given}
  ${[...statements, head].join("\n  ")}
}
`,
  );
