import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cnnc, inFolder } from "../house/cnnc.ts";

const page = readFileSync("docs/figures.md", "utf8");
const commands = [...page.matchAll(/^cnnc (draw .*) -o figure-(\S+)$/gm)].map(([, args, file]) => ({
  args: args!.split(" "),
  file: file!,
}));

test("every picture of the page has its command", () => {
  const pictures = [...page.matchAll(/\(pictures\/figures\/(\S+)\)/g)].map(([, file]) => file);
  expect(commands.map(({ file }) => file)).toEqual(pictures);
  expect(pictures).toHaveLength(11);
});

test.each(commands)("figure-$file is what its command draws", async ({ args, file }) => {
  await inFolder(async (folder) => {
    const out = join(folder, file);
    const { code, stderr } = await cnnc([...args, "-o", out]);
    expect(stderr).not.toContain("error");
    expect(code).toBe(0);
    expect(await readFile(out, "utf8")).toBe(await readFile(join("docs/pictures/figures", file), "utf8"));
  });
});
