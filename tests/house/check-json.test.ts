import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { cnnc, inFolder, root, specs } from "./cnnc.ts";

const schema = JSON.parse(await readFile(join(root, "grammar/check-report.schema.json"), "utf8")) as object;
const validate = new Ajv({ strict: true, strictRequired: true, allErrors: true }).compile(schema);
/** Takes out what the schema doesn't name, so that what is left shows whether it names all. */
const strip = new Ajv({ strict: true, removeAdditional: "all" }).compile(schema);

async function reportOf(args: readonly string[]): Promise<unknown> {
  const report: unknown = JSON.parse((await cnnc(["check", "--json", ...args])).stdout);
  expect(validate(report), JSON.stringify(validate.errors, null, 2)).toBe(true);
  const documented: unknown = structuredClone(report);
  strip(documented);
  expect(documented, "every key is in the schema").toEqual(report);
  return report;
}

test("the report on all specs follows the schema", async () => {
  const report = await reportOf(specs);
  expect(report).toMatchObject({ ok: true, files: specs.map((file) => ({ file, diagnostics: [] })) });
});

test("the report on faulty specs follows the schema", async () => {
  await inFolder(async (folder) => {
    const texts = {
      "claim.cnn":
        "net n {\n  input image 8x8x1\n  conv 4@3 => 8x8x4, 40 weights, 39 weights but 40\n  expect 41 weights\n}\n",
      "name.cnn": "net n { input image 8x8x1, convv 4@3 }\n",
      "syntax.cnn": "net n { input image 8x8x1",
      "empty.cnn": "",
    };
    const files = Object.keys(texts).map((name) => join(folder, name));
    for (const [name, text] of Object.entries(texts)) await writeFile(join(folder, name), text);
    const report = await reportOf(files);
    expect(report).toMatchObject({
      ok: false,
      files: [
        {
          diagnostics: [{ code: "claim_refuted", span: { line: 4 } }],
          nets: [
            {
              weights: 40,
              output: [8, 8, 4],
              claims: [
                { holds: true },
                { text: "40 weights", holds: true },
                { text: "39 weights but 40", holds: true, says: "39", but: "40", found: "40" },
                { text: "41 weights", holds: false, found: "40" },
              ],
            },
          ],
        },
        { diagnostics: [{ code: "name_unknown_layer", span: { line: 1, column: 28 } }] },
        { diagnostics: [{ code: expect.stringMatching(/^syntax_/) }] },
        { diagnostics: [{ code: "syntax_empty_file" }] },
      ],
    });
  });
});
