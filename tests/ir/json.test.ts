import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dataSources } from "../../src/data/declared.ts";
import { programJson } from "../../src/ir/json.ts";
import { layers } from "../../src/layers/registry.ts";
import { specText } from "../language/generate.ts";
import { compileVerified, specs } from "../language/verified.ts";

const schema = JSON.parse(readFileSync("grammar/ir.schema.json", "utf8"));
const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(schema);

function errors(document: unknown): string[] {
  validate(document);
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

test.each(specs())("$file is plain data and fits the schema", ({ text, file }) => {
  const document = programJson(compileVerified(text, file).program);
  expect(JSON.parse(JSON.stringify(document))).toStrictEqual(document);
  expect(structuredClone(document)).toStrictEqual(document);
  expect(errors(document)).toEqual([]);
});

test("generated nets are plain data and fit the schema", () => {
  fc.assert(
    fc.property(specText, (text) => {
      const document = programJson(compileVerified(text).program);
      expect(JSON.parse(JSON.stringify(document))).toStrictEqual(document);
      expect(errors(document)).toEqual([]);
    }),
    { seed: 7, numRuns: 120 },
  );
});

test.each([
  "optimizer sgd 0.1 momentum 0.9 nesterov decay 1e-4, schedule step 0.1 every 30, warm_up 5, clip 1",
  "optimizer adamw 0.001, schedule cosine, split 80/20, keep best",
  "optimizer rmsprop 0.001 decay 1e-4, schedule plateau 0.1 after 3, split 80/20",
  "weights { normal 1, rare 5 }, batch 8",
  'weights balanced, start from "runs/a"',
  "split 80/20, stop when validation loss stalls for 3",
  "loss_weights { kind 0.5 }, augment { flip, shift 2, rotate 10, scale 0.1, noise 0.05 }",
])("a training with `%s` fits the schema", (options) => {
  const text = `net a { input { x }, dense 2 }\ndata d = images "f"\ntrain a on d { ${options} }`;
  const { program } = compileVerified(text);
  expect(program.trainings).toHaveLength(1);
  expect(errors(programJson(program))).toEqual([]);
});

test("the schema names the kinds of the registries", () => {
  expect(schema.$defs.node.properties.kind.enum).toEqual(Object.keys(layers));
  expect(schema.$defs.source.properties.kind.enum).toEqual(Object.keys(dataSources));
});

describe("another document is rejected", () => {
  const text = specs().find(({ file }) => file.includes("nought"))!.text;
  const sound = JSON.stringify(programJson(compileVerified(text).program));
  type Loose = { [key: string]: Loose } & Loose[];
  const mutations: { readonly [what: string]: (document: Loose) => unknown } = {
    "another format": (d) => Object.assign(d, { format: "keras" }),
    "another version": (d) => Object.assign(d, { version: 3 }),
    "one more property": (d) => Object.assign(d.nets![0]!, { colour: "red" }),
    "one property less": (d) => delete (d.nets![0] as { totals?: unknown }).totals,
    "a node of an unknown kind": (d) => Object.assign(d.nets![0]!.nodes![1]!, { kind: "convolution" }),
    "a shape with zero": (d) => Object.assign(d.nets![0]!.nodes![1]!, { output: [26, 26, 0] }),
    "a count that is no whole number": (d) => Object.assign(d.nets![0]!.totals!, { weights: 44.5 }),
    "an unknown role": (d) => Object.assign(d.nets![0]!.nodes![1]!.weights![0]!, { role: "trained" }),
    "one class": (d) => Object.assign(d.tasks![0]!, { classes: ["nought"] }),
    "a number that is null": (d) => Object.assign(d.kernels![0]!, { values: [null] }),
    "a span without an end": (d) => Object.assign(d.nets![0]!, { span: { start: 1 } }),
    "another optimizer": (d) => Object.assign(d.trainings![0]!.optimizer!, { kind: "adagrad" }),
  };
  test.each(Object.entries(mutations))("%s", (_, mutate) => {
    const document = JSON.parse(sound);
    expect(errors(document)).toEqual([]);
    mutate(document);
    expect(errors(document)).not.toEqual([]);
  });
});

test("every object of the schema is closed and described", () => {
  for (const [name, definition] of Object.entries(
    schema.$defs as { [name: string]: { [key: string]: unknown } },
  )) {
    if (name === "json") continue;
    const variants = (definition.oneOf as { [key: string]: unknown }[] | undefined) ?? [definition];
    for (const variant of variants)
      if (variant.type === "object") expect(variant.additionalProperties, name).toBe(false);
    expect(definition.description, name).toBeTypeOf("string");
  }
});
