/**
 * Writes every file that is generated from code:
 *
 *     npx tsx scripts/generate.ts [--check]
 *
 * `--check` writes nothing and fails where a file is not what its generator would write.
 */
import { readFile } from "node:fs/promises";
import writeFileAtomic from "write-file-atomic";

interface Generator {
  /** Path from the repository's root. */
  readonly file: string;
  text(): string | Promise<string>;
}

const generators: readonly Generator[] = [];

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
    await writeFileAtomic(file, wanted);
    console.log(file);
  }
}
