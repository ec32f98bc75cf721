#!/usr/bin/env node
// Runs the bundled command line with V8's code cache, which saves a fifth of the start. A cache that another version
// of Node wrote is rejected by V8 itself, and the bundle is compiled as usual.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Script } from "node:vm";
import type { CommandLoader, Commands } from "./commands.ts";
import type { run } from "./main.ts";

interface Main {
  readonly run: typeof run;
  /** Modules that `draw` takes from here. */
  readonly shared: object;
}

/** The scripts that were run, by name, for their caches. */
const scripts = new Map<string, Script>();

function readCache(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/** Runs a bundle, which is ASCII in the parentheses of a function, and returns what it exports. */
function load<T>(name: string, shared?: object): T {
  const file = join(__dirname, `${name}.cjs`);
  const cachedData = readCache(join(__dirname, `${name}.cache`));
  const script = new Script(readFileSync(file, "latin1"), {
    filename: file,
    ...(cachedData ? { cachedData } : {}),
  });
  scripts.set(name, script);
  const module = { exports: {} as T };
  script.runInThisContext()(createRequire(file), module, module.exports, shared, file);
  return module.exports;
}

const main = load<Main>("main");

/** Whether something was loaded that may still be at work when its command has its answer. */
let mayGoOn = false;

const command: CommandLoader = async (name) => {
  if (name === "draw") return load("draw", main.shared) as Commands[typeof name];
  mayGoOn = true;
  return import(pathToFileURL(join(__dirname, "commands", `${name}.mjs`)).href);
};

main.run(command).then((code) => {
  process.exitCode = code;
  if (process.env.CNNC_WRITE_CODE_CACHE)
    for (const [name, script] of scripts)
      writeFileSync(join(__dirname, `${name}.cache`), script.createCachedData());
  // Else Node tidies its memory first. What a reader of a pipe has not taken yet must not be lost.
  else if (!mayGoOn && process.stdout.writableLength + process.stderr.writableLength === 0) process.exit();
});
