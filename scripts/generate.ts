/**
 * Writes every file that is generated from code:
 *
 *     npx tsx scripts/generate.ts [--check]
 *
 * `--check` writes nothing and fails where a file is not what its generator would write.
 */

import { mkdir, readFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { compileText } from "../src/compile.ts";
import { drawMaps, toSvg } from "../src/diagram/index.ts";
import { writeOutput } from "../src/host/output.ts";
import { architecturePicture } from "./reference/architecture/picture.ts";
import { architecturePage } from "./reference/architecture/table.ts";
import { coverage } from "./reference/coverage.ts";
import { figurePictures } from "./reference/figures.ts";
import { grammarPage } from "./reference/grammar-page.ts";
import { kinds, layerPicture, layerReference } from "./reference/layers.ts";
import { messages } from "./reference/messages.ts";
import { railroad, readingOrder } from "./reference/railroad.ts";
import { simdBinary } from "./reference/simd.ts";
import { textmate } from "./reference/textmate.ts";

interface Generator {
  /** Path from the repository's root. */
  readonly file: string;
  text(): string | Promise<string>;
}

/** A picture of the first net of a spec. */
function picture(spec: string): Generator {
  return {
    file: `docs/pictures/${basename(spec, ".cnn")}.svg`,
    async text() {
      const { program, source } = compileText(await readFile(spec, "utf8"), spec);
      return toSvg(drawMaps(program.nets[0]!, { source }));
    },
  };
}

const generators: readonly Generator[] = [
  picture("specs/zoo/lenet5.cnn"),
  picture("specs/figures/nought_or_cross.cnn"),
  ...figurePictures,
  { file: "grammar/cnnc.tmLanguage.json", text: textmate },
  { file: "docs/grammar.md", text: grammarPage },
  ...readingOrder().map((rule) => ({
    file: `docs/pictures/grammar/${rule}.svg`,
    text: () => railroad(rule),
  })),
  { file: "docs/messages.md", text: messages },
  { file: "docs/layers.md", text: layerReference },
  { file: "docs/coverage.md", text: coverage },
  { file: "docs/architecture.md", text: architecturePage },
  { file: "docs/pictures/architecture.svg", text: architecturePicture },
  { file: "src/backends/kernels/wasm/simd/binary.ts", text: simdBinary },
  ...kinds.map((kind) => ({
    file: `docs/pictures/layers/${kind}.svg`,
    text: () => layerPicture(kind),
  })),
];

const [option] = process.argv.slice(2);
if (option !== undefined && option !== "--check") {
  console.error("usage: npx tsx scripts/generate.ts [--check]");
  process.exit(2);
}
for (const { file, text } of generators) {
  const wanted = await text();
  if ((await readFile(file, "utf8").catch(() => undefined)) === wanted) continue;
  if (option === "--check") {
    console.error(`${file} is stale: run \`npm run generate\``);
    process.exitCode = 1;
  } else {
    await mkdir(dirname(file), { recursive: true });
    await writeOutput(file, wanted);
    console.log(file);
  }
}
