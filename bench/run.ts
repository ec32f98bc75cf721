/**
 * `npm run bench [-- GROUP…]`: what the project promises about speed, measured side by side in one run. Ratios count, times
 * are medians; the machine may be busy, so what is compared takes turns.
 */
import { execFileSync } from "node:child_process";
import type { Row } from "./rows.ts";

const groups: { readonly [name: string]: () => Row[] | Promise<Row[]> } = {
  start: async () => (await import("./start.ts")).startRows(),
  scale: async () => (await import("./scale.ts")).scaleRows(),
  draw: async () => (await import("./draw.ts")).drawRows(),
  training: async () => (await import("./training.ts")).trainingRows(),
  language: async () => (await import("./language.ts")).languageRows(),
  memory: async () => (await import("./memory.ts")).memoryRows(),
  page: async () => (await import("./page.ts")).pageRows(),
  predict: async () => (await import("./predict.ts")).predictRows(),
};

const chosen = process.argv.slice(2);
const unknown = chosen.find((name) => !Object.hasOwn(groups, name));
if (unknown !== undefined) {
  console.error(`there is no group \`${unknown}\`; groups: ${Object.keys(groups).join(", ")}`);
  process.exit(2);
}
execFileSync("npm", ["run", "--silent", "build"], { stdio: "inherit" });
const rows: Row[] = [];
for (const [name, group] of Object.entries(groups))
  if (chosen.length === 0 || chosen.includes(name)) rows.push(...(await group()));
console.table(rows);
