// The command line ends as soon as it has its answer, and yet a reader of its pipe gets all of it, however slow he is.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { root } from "../house/cnnc.ts";

const folder = mkdtempSync(join(tmpdir(), "cnnc-slow-reader-"));
afterAll(() => rmSync(folder, { recursive: true }));

const bundle = join(root, "dist/cnnc.cjs");

/** What comes out of a pipe whose reader takes nothing until the process waits for him, or is over. */
function readSlowly(args: readonly string[]): Promise<Buffer> {
  const child = spawn(process.execPath, [bundle, ...args], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const taken: Buffer[] = [];
  return new Promise((done) => {
    setTimeout(() => child.stdout.on("data", (bytes) => taken.push(bytes)), 1000);
    child.on("close", () => done(Buffer.concat(taken)));
  });
}

test.each([
  // Each longer than the 64 KiB that a pipe holds.
  [["draw", "specs/zoo/densenet.cnn", "--net", "densenet201", "--depth", "all"], 500_000],
  [["check", "specs/zoo/densenet.cnn", "--json"], 500_000],
])("%j", async (args, least) => {
  const file = join(folder, "whole");
  const whole = execFileSync(process.execPath, [bundle, ...args], { cwd: root, maxBuffer: 2 ** 28 });
  execFileSync("sh", ["-c", `"$0" "$@" > ${file}`, process.execPath, bundle, ...args], { cwd: root });
  expect(whole.length).toBeGreaterThan(least);
  expect(readFileSync(file).equals(whole)).toBe(true);
  expect((await readSlowly(args)).equals(whole)).toBe(true);
});
