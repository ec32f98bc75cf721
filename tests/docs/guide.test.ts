// Follows docs/guide.md as its reader does: saves its files under their names, and types its commands.
// `GUIDE=update npx vitest run tests/docs/guide.test.ts` writes into it what the commands print now.
import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeGrayPng } from "../../src/data/sources/images.ts";
import { cnncIn, inFolder, root } from "../house/cnnc.ts";
import { agrees, type Entry, entriesOf, renewed, textOf } from "./console.ts";

const page = join(root, "docs/guide.md");
const views = ["two_chamber", "four_chamber", "short_axis"];

interface Fence {
  readonly language: string;
  readonly text: string;
  /** Where the text begins in the page. */
  readonly at: number;
  /** The name under which the paragraph above says to save it. */
  readonly file: string | undefined;
}

function fencesOf(markdown: string): Fence[] {
  const matches = markdown.matchAll(/^```(\S*)\n([\s\S]*?)^```$/gm);
  return [...matches].map(({ index, 1: language, 2: text }) => {
    const paragraph = markdown.slice(0, index).trimEnd().split("\n\n").at(-1)!;
    const file = /\b[Ss]ave\s[^`]*\bas\s+`([\w.-]+)`[^`]*:$/.exec(paragraph)?.[1];
    return { language: language!, text: text!, at: index + 4 + language!.length, file };
  });
}

interface Finding {
  readonly code: number | null;
  readonly lines: readonly string[];
}

async function type(folder: string, command: string): Promise<Finding> {
  const [name, ...args] = command.split(/\s+/);
  expect(name).toBe("cnnc");
  if (args.includes("--watch")) return watch(folder, args);
  // What is learned differs a little with the backend, and one with a graphics card may say more.
  const learns = args[0] === "train" || args[0] === "predict";
  const outcome = await cnncIn(folder, learns ? [...args, "--backend", "wasm"] : args);
  return { code: outcome.code, lines: linesOf(outcome.stdout + outcome.stderr) };
}

/** Ends the command as its last line says. */
function watch(folder: string, args: readonly string[]): Promise<Finding> {
  return new Promise((done) => {
    const env = { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined };
    const child = spawn(process.execPath, [join(root, "dist/cnnc.cjs"), ...args], { cwd: folder, env });
    let text = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (part: string) => {
        text += part;
        if (text.includes("Ctrl-C ends")) child.kill("SIGINT");
      });
    child.once("close", (code) => done({ code, lines: linesOf(text) }));
  });
}

const linesOf = (text: string) => (text === "" ? [] : text.trimEnd().split("\n"));

/** Stands in for the pictures that the reader has: stripes, whose direction is the class. */
async function writePictures(folder: string): Promise<void> {
  const picture = (direction: number, shift: number) =>
    Float32Array.from({ length: 64 * 64 }, (_, i) => {
      const along = [i % 64, Math.floor(i / 64), (i % 64) + Math.floor(i / 64)][direction]!;
      // Stripes come again after eight pixels, and no picture may be the copy of another.
      return (along + shift) % 8 < 4 ? 1 : 0.1 + shift / 100;
    });
  for (const [i, view] of views.entries()) {
    await mkdir(join(folder, "views", view), { recursive: true });
    for (let n = 0; n < 12; n++)
      await writeGrayPng(join(folder, "views", view, `${n}.png`), picture(i, n), 64, 64);
  }
  await writeGrayPng(join(folder, "new.png"), picture(views.indexOf("four_chamber"), 3.5), 64, 64);
}

test("the guide is true from its first line to its last", { timeout: 400_000 }, async () => {
  let markdown = readFileSync(page, "utf8");
  const fences = fencesOf(markdown);
  const counted = (language: string) => fences.filter((fence) => fence.language === language).length;
  const known = ["cnn", "cnn-wrong", "csv", "console"];
  expect(fences.filter(({ language }) => !known.includes(language))).toEqual([]);
  expect(counted("cnn")).toBeGreaterThan(6);
  expect(counted("cnn-wrong")).toBeGreaterThan(1);
  expect(counted("csv")).toBeGreaterThan(1);
  expect(counted("console")).toBeGreaterThan(8);

  const typed = new Set<string>();
  const shown: Entry[][] = [];
  await inFolder(async (folder) => {
    await writePictures(folder);
    for (const fence of fences) {
      if (fence.language !== "console") {
        expect(fence.file, `the file name of\n${fence.text}`).toBeDefined();
        await writeFile(join(folder, fence.file!), fence.text);
        continue;
      }
      const entries: Entry[] = [];
      for (const { command, printed } of entriesOf(fence.text)) {
        typed.add(command.split(" ")[1]!);
        const { code, lines } = await type(folder, command);
        const fault = !command.includes("--watch") && lines.some((line) => line.startsWith("error"));
        expect.soft(code, `${command}\n${lines.join("\n")}`).toBe(fault ? 1 : 0);
        const [, output] = / -o (\S+)/.exec(command) ?? [];
        if (output !== undefined) expect.soft(existsSync(join(folder, output)), command).toBe(true);
        entries.push({ command, printed: renewed(printed, lines) });
        if (!process.env.GUIDE && !agrees(printed, lines)) expect.soft(lines, command).toEqual(printed);
      }
      shown.push(entries);
    }
  });
  expect([...typed].sort()).toEqual(["check", "draw", "explain", "predict", "train"]);

  if (process.env.GUIDE !== "update") return;
  for (const fence of fences.filter(({ language }) => language === "console").reverse())
    markdown =
      markdown.slice(0, fence.at) + textOf(shown.pop()!) + markdown.slice(fence.at + fence.text.length);
  writeFileSync(page, markdown);
});
