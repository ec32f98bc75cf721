// Pipes, devices, sockets and folders in the place of a spec, or of what it imports: told at once, by every command that reads one.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cnncIn } from "../house/cnnc.ts";

const folder = mkdtempSync(join(tmpdir(), "cnnc-no-files-"));
const server = createServer();
beforeAll(async () => {
  execFileSync("mkfifo", [join(folder, "pipe.cnn")]);
  mkdirSync(join(folder, "folder.cnn"));
  symlinkSync("/dev/zero", join(folder, "device.cnn"));
  await new Promise<void>((done) => server.listen(join(folder, "socket.cnn"), done));
  for (const name of ["pipe", "folder", "device", "socket"])
    writeFileSync(
      join(folder, `uses-${name}.cnn`),
      `use stage from "${name}.cnn"\nnet n { input 4 samples }\n`,
    );
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

const SAID = {
  pipe: "this is a pipe",
  folder: "this is a folder",
  device: "this is a device",
  socket: "this is a socket",
};

test.each(Object.entries(SAID))("a %s as a spec", async (name, said) => {
  const file = `${name}.cnn`;
  for (const args of [
    ["check"],
    ["check", "--fix"],
    ["check", "--json"],
    ["fmt"],
    ["draw"],
    ["compile", "-o", "out"],
    ["train"],
    ["play"],
  ]) {
    // These take a folder for a run.
    if (name === "folder" && ["draw", "compile", "play"].includes(args[0]!)) continue;
    const { code, stdout, stderr } = await cnncIn(folder, [...args, file]);
    expect(code, args.join(" ")).toBe(2);
    expect(stdout + stderr).toContain(`${file}: ${said}`);
  }
});

test.each(["pipe", "folder", "socket"] as const)("a %s that is imported", async (name) => {
  const { code, stdout } = await cnncIn(folder, ["check", `uses-${name}.cnn`]);
  expect(code).toBe(1);
  expect(stdout).toContain(SAID[name]);
  expect(stdout).toContain(`uses-${name}.cnn:1:`);
});
