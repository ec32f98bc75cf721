// `cnnc check --watch`, as a process of its own; each step waits for what is printed, and for nothing else.
import { type ChildProcess, spawn } from "node:child_process";
import { rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cnnc, inFolder, root } from "../house/cnnc.ts";

const net = (body: string) => `net n {\n  input image 8x8x1\n  ${body}\n}\n`;

class Watch {
  private readonly child: ChildProcess;
  private text = "";
  private wake: () => void = () => {};

  constructor(folder: string, args: readonly string[]) {
    this.child = spawn(process.execPath, [join(root, "dist/cnnc.cjs"), "check", "--watch", ...args], {
      cwd: folder,
      env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined },
    });
    for (const stream of [this.child.stdout!, this.child.stderr!])
      stream.setEncoding("utf8").on("data", (part: string) => {
        this.text += part;
        this.wake();
      });
  }

  /** What is printed up to the text that is waited for, which is taken off. */
  async until(wanted: string): Promise<string> {
    for (;;) {
      const at = this.text.indexOf(wanted);
      if (at >= 0) {
        const found = this.text.slice(0, at + wanted.length);
        this.text = this.text.slice(at + wanted.length);
        return found;
      }
      await new Promise<void>((done) => {
        this.wake = done;
      });
    }
  }

  end(): Promise<number | null> {
    return new Promise((done) => {
      this.child.once("exit", done);
      this.child.kill("SIGINT");
    });
  }

  kill(): void {
    this.child.kill("SIGKILL");
  }
}

async function watching(args: readonly string[], use: (watch: Watch, folder: string) => Promise<void>) {
  await inFolder(async (folder) => {
    await writeFile(join(folder, "b.cnn"), "block b(n) { conv n@3 }\n");
    await writeFile(join(folder, "n.cnn"), `use b from "b.cnn"\n${net("b(4)")}`);
    const watch = new Watch(folder, args);
    try {
      await use(watch, folder);
    } finally {
      watch.kill();
    }
  });
}

const WAITING = "waiting for changes; Ctrl-C ends\n";

test("checks again what changes: written into, put in its place, imported, gone and back", async () => {
  await watching(["n.cnn"], async (watch, folder) => {
    expect(await watch.until(WAITING)).toContain("n  40 weights");

    await writeFile(join(folder, "n.cnn"), `use b from "b.cnn"\n${net("b(8)")}`);
    expect(await watch.until(WAITING)).toContain("n  80 weights");

    await writeFile(join(folder, "next"), `use b from "b.cnn"\n${net("b(2)")}`);
    await rename(join(folder, "next"), join(folder, "n.cnn"));
    expect(await watch.until(WAITING)).toContain("n  20 weights");

    await writeFile(join(folder, "b.cnn"), "block b(n) { conv n@3 no bias }\n");
    expect(await watch.until(WAITING)).toContain("n  18 weights");

    await rm(join(folder, "b.cnn"));
    expect(await watch.until(WAITING)).toContain("error[import_unreadable]");

    await writeFile(join(folder, "b.cnn"), "block b(n) { conv n@1 }\n");
    expect(await watch.until(WAITING)).toContain("n  4 weights");

    await rm(join(folder, "n.cnn"));
    await watch.until("error: n.cnn: there is no such file\n");

    await writeFile(join(folder, "n.cnn"), net("conv 1@1"));
    await watch.until("n  2 weights");
    await watch.until(WAITING);

    expect(await watch.end()).toBe(0);
  });
}, 60_000);

test("with --json each check is one line", async () => {
  await watching(["--json", "n.cnn"], async (watch, folder) => {
    expect(JSON.parse(await watch.until("\n"))).toMatchObject({
      ok: true,
      files: [{ nets: [{ weights: 40 }] }],
    });
    await writeFile(join(folder, "n.cnn"), net("convv 1"));
    expect(JSON.parse(await watch.until("\n"))).toMatchObject({ ok: false });
    expect(await watch.end()).toBe(0);
  });
}, 60_000);

test("a file that is not there at the start, and --fix beside it, are refused", async () => {
  const missing = await cnnc(["check", "--watch", "nowhere.cnn"]);
  expect([missing.code, missing.stderr]).toEqual([2, "error: nowhere.cnn: there is no such file\n"]);
  const both = await cnnc(["check", "--watch", "--fix", "nowhere.cnn"]);
  expect(both.code).toBe(2);
  expect(both.stderr).toContain("exclude each other");
});
