import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cnnc, inFolder } from "../house/cnnc.ts";
import { listing } from "./folder-listing.ts";

const GOOD = `# A small net, <b>by hand</b>.
# Two lines of it.

net one {
  input image 8x8x1
  conv 2@3 => 8x8x2, 20 weights
}
net two { input { x, y }, dense 3 => 9 weights }
`;
const FAULTY = "net three {\n  input image 8x8x1\n  conv 2@3 => 21 weights\n  conv 4@9 valid\n}\n";

test("a gallery has every net's picture, claims and table", async () => {
  await inFolder(async (folder) => {
    await mkdir(join(folder, "specs/more"), { recursive: true });
    await writeFile(join(folder, "specs/good.cnn"), GOOD);
    await writeFile(join(folder, "specs/more/faulty.cnn"), FAULTY);
    const out = join(folder, "out");
    const { code, stdout, stderr } = await cnnc(["gallery", join(folder, "specs"), "-o", out]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/3 nets of 2 specs: .*index\.html/);

    const page = await readFile(join(out, "index.html"), "utf8");
    expect(page).toContain("A small net, &lt;b&gt;by hand&lt;/b&gt;. Two lines of it.");
    expect(page).toContain("2 specs · 3 nets · 3 of 4 claims proved");
    expect(page).toMatch(/<li class="holds">✓ line 6: conv 2@3 =&gt; 8x8x2/);
    expect(page).toMatch(/<li class="fails">✗ line 3: conv 2@3 =&gt; 21 weights — it is 20/);
    expect(page).toMatch(/<pre class="messages">error\[/);
    expect(page).toContain('<td class="right">20</td>');
    const files = [...page.matchAll(/(?:src|href)="([^"#]+)"/g)].map(([, file]) => file!);
    expect(new Set(files)).toEqual(
      new Set([
        ...["good-one.svg", "good-one.graph.svg", "good-one.arithmetic.svg"],
        ...["good-two.svg", "good-two.graph.svg", "good-two.arithmetic.svg"],
        // A net with a fault has no arithmetic of the whole.
        ...["faulty-three.svg", "faulty-three.graph.svg"],
      ]),
    );
    for (const file of files) expect(existsSync(join(out, file)), file).toBe(true);
    expect(await readFile(join(out, "faulty-three.svg"), "utf8")).toContain('class="fault"');

    const before = await listing(folder);
    const again = await cnnc(["gallery", join(folder, "specs"), "-o", out]);
    expect(again.code).toBe(1);
    expect(await listing(folder)).toEqual(before);
  });
});

test("a gallery of nothing, or over other files, is refused", async () => {
  await inFolder(async (folder) => {
    const spec = join(folder, "good.cnn");
    await writeFile(spec, GOOD);
    await mkdir(join(folder, "empty"));
    await mkdir(join(folder, "full"));
    await writeFile(join(folder, "full/letter.txt"), "kept");
    for (const [args, says] of [
      [["gallery", join(folder, "empty"), "-o", join(folder, "out")], /there is no spec in this folder/],
      [["gallery", join(folder, "nowhere"), "-o", join(folder, "out")], /there is no such file or folder/],
      [["gallery", spec, "-o", join(folder, "full")], /letter\.txt/],
      [["gallery", spec, "-o", join(folder, "out"), "--theme", "blue"], /there is no theme `blue`/],
    ] as const) {
      const before = await listing(folder);
      const { code, stderr } = await cnnc(args);
      expect([1, 2]).toContain(code);
      expect(stderr).toMatch(says);
      expect(stderr).not.toContain("fault of cnnc");
      expect(await listing(folder)).toEqual(before);
    }
  });
});

test("all nets of a file are drawn into a folder", async () => {
  await inFolder(async (folder) => {
    const spec = join(folder, "good.cnn");
    await writeFile(spec, GOOD);
    const all = await cnnc(["draw", spec, "--all", join(folder, "all"), "--type", "png"]);
    expect(all.code).toBe(0);
    for (const name of ["one", "two"]) {
      const png = await readFile(join(folder, "all", `${name}.png`));
      expect([...png.subarray(1, 4)]).toEqual([..."PNG"].map((letter) => letter.charCodeAt(0)));
    }
    const some = await cnnc(["draw", spec, "--all", join(folder, "some"), "--view", "neurons"]);
    expect(some.code).toBe(0);
    expect(some.stderr).toMatch(/one: the view `neurons` can't draw `one`/);
    expect(existsSync(join(folder, "some/one.svg"))).toBe(false);
    expect(await readFile(join(folder, "some/two.svg"), "utf8")).toContain("<title>two</title>");
    const twins = join(folder, "twins.cnn");
    await writeFile(twins, "net one { input { x }, dense 1 }\nnet One { input { x }, dense 2 }\n");
    expect((await cnnc(["draw", twins, "--all", join(folder, "twins")])).code).toBe(0);
    expect((await readdir(join(folder, "twins"))).sort()).toEqual(["One-2.svg", "one.svg"]);
    const both = await cnnc(["draw", spec, "--all", folder, "--net", "one"]);
    expect(both.code).toBe(2);
    expect(both.stderr).toMatch(/`--all` draws every net/);
  });
});
