/** The SIMD code of the WASM backend, compiled. */
import asc from "assemblyscript/asc";

const SOURCE = "src/backends/kernels/wasm/simd/code.as.ts";

const OPTIONS = [
  "--optimizeLevel=3",
  "--runtime=stub",
  "--noAssert",
  "--enable=simd",
  "--enable=threads",
  "--importMemory",
  "--sharedMemory",
  "--initialMemory=1",
  "--maximumMemory=65536",
];

/** A module with the code in base64, once with the instructions of relaxed SIMD: both together are smaller than a picture. */
export async function simdBinary(): Promise<string> {
  return [
    "// Compiled from code.as.ts by `npm run generate`.",
    "/** For every engine with SIMD. */",
    `export const plain = \`${await compiled()}\`;`,
    "/** For those with relaxed SIMD: a product and its sum are one instruction. */",
    `export const fused = \`${await compiled("--enable=relaxed-simd")}\`;`,
    "",
  ].join("\n");
}

async function compiled(...more: string[]): Promise<string> {
  let binary: Uint8Array | undefined;
  const { error, stderr } = await asc.main([SOURCE, ...OPTIONS, ...more, "--outFile=code.wasm"], {
    writeFile: (_name, contents) => {
      if (typeof contents !== "string") binary = contents;
    },
  });
  if (error || !binary) throw new Error(`${SOURCE}: ${error?.message}\n${stderr}`);
  const lines = Buffer.from(binary)
    .toString("base64")
    .match(/.{1,100}/g)!;
  return ["", ...lines, ""].join("\n");
}
