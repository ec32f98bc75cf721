// The guide is followed word for word: its files are saved, its commands run, and what they print compared.
// `GUIDE=update npx vitest run tests/docs/guide.test.ts` writes the outputs anew; read the difference.
import { readFileSync, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cnncIn, inFolder, root } from "../house/cnnc.ts";

const PAGE = join(root, "docs/guide.md");

interface Fence {
  readonly language: string;
  readonly text: string;
  /** Offset of the text, and the prose before the fence. */
  readonly start: number;
  readonly before: string;
}

function fences(page: string): Fence[] {
  let end = 0;
  return [...page.matchAll(/^```([a-z-]+)\n([\s\S]*?)^```$/gm)].map((match) => {
    const start = match.index + match[0].indexOf("\n") + 1;
    const before = page.slice(end, match.index);
    end = match.index + match[0].length;
    return { language: match[1]!, text: match[2]!, start, before };
  });
}

/** The last file name in the prose before a fence. */
function fileOf({ before }: Fence): string {
  const [name] = [...before.matchAll(/`([\w-]+\.(?:cnn|csv))`/g)].map((match) => match[1]!).slice(-1);
  expect(name, before).toBeDefined();
  return name!;
}

/** What differs from run to run: times, and the backend's own words. */
function steady(output: string): string {
  return output.replace(/\d+(\.\d+)? (ms|s|min)\b/g, "… s").replace(/[ \t]+$/gm, "");
}

/** Output as the guide shows it: long tables of epochs and long lines stay out. */
function shown(output: string): string {
  return steady(output).trimEnd();
}

test("the guide's commands print what it says", { timeout: 240_000 }, async () => {
  const page = readFileSync(PAGE, "utf8");
  const parts = fences(page);
  const consoles = parts.filter(({ language }) => language === "console");
  expect(consoles.length).toBeGreaterThan(6);
  const updated: { start: number; end: number; text: string }[] = [];
  await inFolder(async (folder) => {
    for (const fence of parts) {
      if (fence.language !== "console") {
        await writeFile(join(folder, fileOf(fence)), fence.text);
        continue;
      }
      const commands = fence.text.split("\n").filter((line) => line.startsWith("$ cnnc "));
      expect(commands.length, fence.text).toBeGreaterThan(0);
      let printed = "";
      for (const command of commands) {
        const { stdout, stderr } = await cnncIn(folder, command.slice("$ cnnc ".length).split(" "));
        const output = shown(command.includes(" train ") ? lastLines(stdout) : `${stdout}${stderr}`);
        printed += `${command}\n${output === "" ? "" : `${output}\n`}`;
      }
      updated.push({ start: fence.start, end: fence.start + fence.text.length, text: printed });
      if (process.env.GUIDE !== "update") expect(fence.text).toBe(printed);
    }
  });
  if (process.env.GUIDE !== "update") return;
  let text = page;
  for (const { start, end, text: printed } of updated.reverse())
    text = text.slice(0, start) + printed + text.slice(end);
  writeFileSync(PAGE, text);
});

/** The end of a training: what it came to. */
function lastLines(output: string): string {
  return output.trimEnd().split("\n").slice(-4).join("\n");
}
