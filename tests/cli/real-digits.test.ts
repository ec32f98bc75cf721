import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

// The main job on real input: 8 000 digits of MNIST to learn from, 2 000 that training never sees.
describe("LeNet-5 on MNIST, as README says", () => {
  let folder = "";
  const cnnc = (...args: string[]) =>
    execFileSync(process.execPath, ["dist/cnnc.cjs", ...args], { encoding: "utf8" });
  const run = () => join(folder, "run");
  const digits = () => join(folder, "data/digits");

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "cnnc-digits-"));
    mkdirSync(join(folder, "specs/zoo"), { recursive: true });
    copyFileSync("specs/zoo/lenet5.cnn", join(folder, "specs/zoo/lenet5.cnn"));
    const script = ["--import", "tsx", "scripts/mnist-to-idx.ts", digits(), "--png", join(digits(), "png")];
    execFileSync(process.execPath, script, { stdio: "ignore" });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("names at least 97.5 % of unseen digits on WASM, and the run says so", () => {
    const output = cnnc("train", join(folder, "specs/zoo/lenet5.cnn"), "--backend", "wasm", "-o", run());
    const info = JSON.parse(readFileSync(join(run(), "run.json"), "utf8"));
    expect(info).toMatchObject({ backend: "wasm", examples: { train: 8000, validation: 0, test: 2000 } });
    const [{ value }] = info.test.heads;
    expect(value).toBeGreaterThanOrEqual(0.975);
    expect(output).toContain(
      `Test on 2 000 examples (none identical to one that training used): accuracy ${(100 * value).toFixed(1)} %`,
    );
  });

  it("names digits in PNG files", () => {
    const files = readdirSync(join(digits(), "png"));
    expect(files).toHaveLength(20);
    const paths = files.map((file) => join(digits(), "png", file));
    const predictions: { input: string; answers: { digit: { name: string } } }[] = JSON.parse(
      cnnc("predict", run(), ...paths, "--json"),
    );
    const right = predictions.filter(({ input, answers }) =>
      basename(input).startsWith(`${answers.digit.name}_`),
    );
    expect(right.length).toBeGreaterThanOrEqual(18);
  });
});
