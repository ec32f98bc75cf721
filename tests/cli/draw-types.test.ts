// Pictures as the command line writes them.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cnnc, inFolder } from "../house/cnnc.ts";

const SPEC = "specs/figures/nought_or_cross.cnn";

const types: readonly (readonly [extension: string, begins: string])[] = [
  [".svg", "<svg "],
  [".png", "\x89PNG\r\n"],
  [".pdf", "%PDF-1.7\n"],
  [".pptx", "PK\x03\x04"],
];

test.each(types)(
  "%s: a file of its type, the same whenever and wherever it is written",
  async (type, begins) => {
    await inFolder(async (folder) => {
      const drawn = async (file: string, zone: string) => {
        const path = join(folder, file);
        const options = ["--view", "maps", "--width", "column", "--theme", "print"];
        const { code, stdout, stderr } = await cnnc(["draw", SPEC, "-o", path, ...options], { TZ: zone });
        expect(stderr).toBe(`nought_or_cross: ${path}\n`);
        expect(stdout).toBe("");
        expect(code).toBe(0);
        return readFile(path);
      };
      const once = await drawn(`a${type}`, "Pacific/Kiritimati");
      expect(once.toString("latin1").startsWith(begins)).toBe(true);
      expect(Buffer.compare(once, await drawn(`b${type.toUpperCase()}`, "America/Los_Angeles"))).toBe(0);
    });
  },
);

test("lines of layers wrap so that they fill a slide, where no other width is asked for", async () => {
  await inFolder(async (folder) => {
    const drawn = async (name: string, ...options: string[]) => {
      const path = join(folder, `${name}.pptx`);
      const { code } = await cnnc(["draw", "specs/zoo/lenet5.cnn", "-o", path, ...options]);
      expect(code).toBe(0);
      return readFile(path);
    };
    const slide = await drawn("slide", "--width", "slide");
    expect(Buffer.compare(await drawn("a"), slide)).toBe(0);
    expect(Buffer.compare(await drawn("column", "--width", "column"), slide)).not.toBe(0);
  });
});

test("of a file of another type it is said which there are", async () => {
  const { code, stderr } = await cnnc(["draw", SPEC, "-o", "net.docx"]);
  expect(stderr).toBe("error: net.docx: pictures are written as .svg, .png, .pdf or .pptx\n");
  expect(code).toBe(2);
});

test.each(["100000", "1e9", "1e300"])(
  "a PNG at --scale %s is refused, with the largest that works",
  async (scale) => {
    await inFolder(async (folder) => {
      const path = join(folder, "a.png");
      const { code, stderr } = await cnnc(["draw", SPEC, "-o", path, "--scale", scale]);
      expect(code).toBe(2);
      expect(stderr).toMatch(
        /^error: at `--scale \S+` the PNG would have .* pixels; at most 100 000 000 are drawn\n {2}help: `--scale (\S+)` is the largest that works/,
      );
      expect(await readdir(folder)).toEqual([]);
      const [, largest] = /help: `--scale (\S+)`/.exec(stderr)!;
      expect(Number(largest)).toBeGreaterThan(10);
    });
  },
);

test("scales that leave nothing, or are no numbers above 0, are refused", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "a.png");
    for (const scale of ["1e-9", "0", "-1", "NaN", "Infinity", "two"]) {
      const { code, stderr } = await cnnc(["draw", SPEC, "-o", path, `--scale=${scale}`]);
      expect([code, stderr]).toEqual([2, expect.stringMatching(/smallest that works|a number above 0/)]);
      expect(stderr).not.toContain("fault of cnnc");
    }
    expect(await readdir(folder)).toEqual([]);
  });
});
