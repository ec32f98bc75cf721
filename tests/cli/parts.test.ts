// What a training says of its parts, what its run keeps of them, and when it refuses to go on.
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { encodeGrayPng } from "../../src/data/formats/png.ts";
import { partsIn } from "../../src/data/parts/check-parts.ts";
import { randomStream } from "../../src/random/random.ts";
import { cnnc, inFolder } from "../house/cnnc.ts";

const BACKEND = ["--backend", "cpu"];
const infoOf = async (run: string) => JSON.parse(await readFile(join(run, "run.json"), "utf8"));

const COIN = `task dx = classify { well, ill }
data d = csv "visits.csv" { input a, b; target dx }
net n { input { a, b }, dense 64, tanh, dense 64, relu, head dx }
train n on d { split SHARES, optimizer adam 0.01, epochs 60, batch 32 }
`;

/** Patients with a place of their own among two measurements, 15 visits each, and a label that a coin tossed. */
function visits(): string {
  const random = randomStream(5, "visits");
  const rows = ["patient,a,b,dx"];
  for (let patient = 0; patient < 40; patient++) {
    const [a, b, dx] = [
      random.between(-4, 4),
      random.between(-4, 4),
      random.integer(2) === 0 ? "well" : "ill",
    ];
    for (let visit = 0; visit < 15; visit++)
      rows.push(
        `${patient},${(a + 0.04 * random.normal()).toFixed(6)},${(b + 0.04 * random.normal()).toFixed(6)},${dx}`,
      );
  }
  return `${rows.join("\n")}\n`;
}

test("labels that a coin tossed are known by the patient, unless patients are kept apart", async () => {
  await inFolder(async (folder) => {
    await writeFile(join(folder, "visits.csv"), visits());
    const trained = async (name: string, shares: string) => {
      const spec = join(folder, `${name}.cnn`);
      await writeFile(spec, COIN.replace("SHARES", shares));
      const run = join(folder, name);
      const { code, stdout, stderr } = await cnnc(["train", spec, "-o", run, ...BACKEND]);
      expect(code, stderr).toBe(0);
      return { stdout, stderr, info: await infoOf(run) };
    };
    const mixed = await trained("mixed", "70/0/30");
    expect(mixed.info.test.heads[0].value).toBeGreaterThan(0.8);
    expect(mixed.stderr).toMatch(
      /^warning\[data_groups\]: d: `patient` looks as if it named the patients, and \d+ of them/,
    );
    expect(mixed.stderr).toContain("help: Keep each one's examples together: `split 70/15/15 by patient`.");
    expect(mixed.stdout).toContain(
      "Test on 180 examples (none identical to one that training used): accuracy",
    );

    const apart = await trained("apart", "70/0/30 by patient");
    expect(apart.stderr).toBe("");
    expect(apart.stdout).toContain(
      "Test on 180 examples (12 of 40 by `patient`, none of which training saw; none identical to one that training used): accuracy",
    );
    // 12 patients with the same label for all visits: within three standard deviations of a coin.
    expect(Math.abs(apart.info.test.heads[0].value - 0.5)).toBeLessThan(3 * Math.sqrt(0.25 / 12));
    expect(apart.info.parts.groups).toEqual({ by: "patient", train: 28, validation: 0, test: 12 });
    const places = partsIn(apart.info.parts.places, 600);
    for (const [i, place] of places.entries()) expect(place).toBe(places[i - (i % 15)]);
  });
});

test("--resume goes on with the same data alone, and with runs that kept nothing of theirs", async () => {
  await inFolder(async (folder) => {
    const spec = join(folder, "rate.cnn");
    await writeFile(
      spec,
      `task rate = regress { "rate" in Hz }
net line { input { x }, head rate }
data points = csv "points.csv" { input x; target y }
train line on points { split 60/20/20, optimizer sgd 0.01, batch 2, epochs 2 }`,
    );
    const points = "x,y,note\n1,2,a\n2,4,b\n3,6,c\n4,9,d\n5,11,e\n";
    const write = (text: string) => writeFile(join(folder, "points.csv"), text);
    await write(points);
    const run = join(folder, "run");
    expect((await cnnc(["train", spec, "-o", run, ...BACKEND])).code).toBe(0);
    const whole = await infoOf(run);
    // A run of 0.1 has neither parts nor checksums.
    const { parts, format: _, files: __, checksum: ___, ...before } = whole;
    expect(parts.hash).toMatch(/^[0-9a-f]{32}$/);
    const resume = (into: string) => cnnc(["train", spec, "-o", into, "--resume", "--epochs", "3"]);
    for (const changed of [
      points.replace("4,9", "4.000001,9"),
      points.replace("4,9", "4,9.5"),
      points.replace("1,2,a\n2,4,b", "2,4,b\n1,2,a"),
    ]) {
      await write(changed);
      const { code, stderr } = await resume(run);
      expect(code).toBe(2);
      expect(stderr).toContain("error[run_other]");
      expect(stderr).toContain("the data have changed since this run began");
    }
    expect(await infoOf(run)).toEqual(whole);
    // What is neither fed nor taught may change.
    await write(points.replace("a\n", "another\n"));
    const old = join(folder, "old");
    await cp(run, old, { recursive: true });
    await writeFile(join(old, "run.json"), JSON.stringify(before));
    for (const into of [run, old]) {
      const { code, stderr } = await resume(into);
      expect(code, stderr).toBe(0);
    }
    expect((await infoOf(old)).parts).toEqual(parts);
    expect(await readFile(join(old, "weights.bin"))).toEqual(await readFile(join(run, "weights.bin")));
  });
});

test("an image that is in two parts is refused by its names; kept together by them, it is not", async () => {
  await inFolder(async (folder) => {
    const random = randomStream(1, "images");
    for (const kind of ["well", "ill"]) {
      await mkdir(join(folder, "photos", kind), { recursive: true });
      for (let i = 0; i < 10; i++) {
        const pixels = Array.from({ length: 36 }, () => random.uniform());
        for (const copy of ["a", "b"])
          await writeFile(join(folder, "photos", kind, `p${i}_${copy}.png`), encodeGrayPng(pixels, 6, 6));
      }
    }
    const trained = async (name: string, shares: string) => {
      const spec = join(folder, `${name}.cnn`);
      await writeFile(
        spec,
        `task dx = classify { well, ill }
data photos = images "photos"
net n { input image 6x6x1, flatten, head dx }
train n on photos { split ${shares}, epochs 1 }`,
      );
      return cnnc(["train", spec, "-o", join(folder, name), ...BACKEND]);
    };
    const copied = await trained("copied", "60/20/20");
    expect(copied.code).toBe(1);
    expect(copied.stderr).toMatch(
      /^error\[data_repeated\]: photos: `(\w+\/p\d)_[ab]\.png` \([a-z ]+\) and `\1_[ab]\.png` \([a-z ]+\) are the same image/,
    );
    const apart = await trained("apart", '60/20/20 stratified by name "(*)_*"');
    expect(apart.stderr).toBe("");
    expect(apart.code).toBe(0);
    // `well/p0_a.png` and `ill/p0_a.png` are of one patient, p0.
    expect((await infoOf(join(folder, "apart"))).parts.groups).toEqual({
      by: "name",
      train: 6,
      validation: 2,
      test: 2,
    });
  });
});
