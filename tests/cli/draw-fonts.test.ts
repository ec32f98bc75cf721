// Names that the shipped font lacks, on machines with and without a font that has them.
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cnnc, inFolder, root } from "../house/cnnc.ts";

const SPEC = `task heart = classify { "正常", "قلب سليم", "Ελλάς", "前前\u0007" }
net n { input image 8x8x1, conv 2@3, flatten, head heart }
`;

/** Draws the spec on a machine with these fonts, and returns what is said. */
async function said(folder: string, type: string, fonts: readonly string[]): Promise<string> {
  const data = join(folder, `data-${fonts.length}`);
  await mkdir(join(data, "fonts"), { recursive: true });
  for (const font of fonts)
    await copyFile(join(root, "tests/diagram/fonts", font), join(data, "fonts", font));
  const machine = { XDG_DATA_HOME: data, XDG_DATA_DIRS: join(data, "none"), HOME: data };
  const spec = join(folder, "n.cnn");
  await writeFile(spec, SPEC);
  const picture = join(folder, `n.${type}`);
  const { code, stdout, stderr } = await cnnc(["draw", spec, "-o", picture], machine);
  expect([code, stdout], stderr).toEqual([0, ""]);
  expect(stderr.startsWith(`n: ${picture}\n`)).toBe(true);
  return stderr.slice(`n: ${picture}\n`.length);
}

test.each(["png", "pdf"])("%s: what no font has is named, and it is no error", async (type) => {
  await inFolder(async (folder) => {
    expect(await said(folder, type, ["han.ttf", "arabic.ttf"])).toBe(
      "  `前` can't be drawn: no font of this machine has it; install one, or draw an SVG, which takes its reader's fonts\n",
    );
    expect(await said(folder, type, [])).toMatch(
      /^ {2}(`.`, )+`正` can't be drawn: no font of this machine has them; .*\n$/u,
    );
  });
});

test.each(["svg", "pptx"])("%s: it is its reader's fonts that count", async (type) => {
  await inFolder(async (folder) => {
    expect(await said(folder, type, [])).toBe("");
  });
});
