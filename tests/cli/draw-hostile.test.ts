// Names of files that a terminal would obey.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cnnc, inFolder } from "../house/cnnc.ts";

const NAME = "a\u001b]0;taken\u0007\u001b[2J\u009b31m\u202e";

test("what draw says of files and nets holds no control characters, whatever comes of it", async () => {
  await inFolder(async (folder) => {
    const file = (name: string) => join(folder, `${NAME}${name}`);
    await writeFile(file(".cnn"), "net n { input { x }, dense 2 }\nnet m { input image 8x8x1, conv 2@3 }\n");
    await writeFile(
      file("faulty.cnn"),
      'task t = classify { "\u001b[2J", b }\nnet n { input { x }, conv 2@3 }\n',
    );
    await writeFile(file("empty.cnn"), "");
    for (const args of [
      [file(".cnn"), "-o", file(".svg")],
      [file(".cnn"), "-o", file(".png")],
      [file(".cnn"), "-o", file(".docx")],
      [file(".cnn"), "-o", file("folder/none/.svg")],
      [file(".cnn"), "--view", "training"],
      [file(".cnn"), "--expand", NAME, "-o", file(".svg")],
      [file(".cnn"), "--view", "neurons", "--all", file("all")],
      [file("faulty.cnn"), "-o", file(".svg")],
      [file("empty.cnn")],
    ]) {
      const { stderr } = await cnnc(["draw", ...args]);
      expect(stderr, args.join(" ")).not.toBe("");
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not reach a terminal
      expect(stderr, args.join(" ")).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    }
  });
});
