/** The language service: from an edit to all answers, and the memory that thousands of edits leave behind. */
import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createService, type Service } from "../src/language/index.ts";
import { ms, type Row, times } from "./rows.ts";

const FILE = "spec.cnn";
const BAR = 16;

export function languageRows(): Row[] {
  return [answersRow(), memoryRow()];
}

/** ResNet-50 with its blocks, without the other nets of its file. */
export function resnet50(): string {
  const parts = readFileSync("specs/zoo/resnet.cnn", "utf8").split(/^(?=net |block )/m);
  return parts.filter((part) => !part.startsWith("net ") || part.startsWith("net resnet50 ")).join("");
}

/** What an editor asks after a keystroke: everything that is drawn, and what belongs to the place of the cursor. */
function ask(service: Service, offset: number): void {
  service.diagnostics(FILE);
  service.semanticTokens(FILE);
  service.inlayHints(FILE);
  service.outline(FILE);
  service.folding(FILE);
  service.hover(FILE, offset);
  service.complete(FILE, offset);
  service.signature(FILE, offset);
  service.layersAt(FILE, offset);
  service.references(FILE, offset);
}

function answersRow(): Row {
  const text = resnet50();
  const service = createService();
  service.open(FILE, text);
  const at = text.indexOf("conv_bn(64, 7") + "conv_bn(6".length;
  const taken: number[] = [];
  for (let i = 0; i < 200; i++) {
    const start = performance.now();
    // A digit comes, and goes.
    const change = i % 2 === 0 ? { start: at, end: at, text: "4" } : { start: at, end: at + 1, text: "" };
    service.change(FILE, [change]);
    ask(service, at);
    taken.push(performance.now() - start);
  }
  const warm = taken.slice(100).sort((a, b) => a - b);
  const median = warm[warm.length >> 1]!;
  return {
    work: "language service from an edit of ResNet-50 to all answers",
    measured: ms(median),
    ratio: times(median / BAR),
    bar: `≤ ${BAR} ms`,
  };
}

function memoryRow(): Row {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const service = createService();
  const text = readFileSync("specs/figures/nought_or_cross.cnn", "utf8");
  service.open(FILE, text);
  const used = () => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  let early = 0;
  for (let i = 1; i <= 10_000; i++) {
    const name = i % 2 === 0 ? "" : `# ${i}\n`;
    service.change(FILE, name + text);
    ask(service, text.length >> 1);
    if (i === 1000) early = used();
  }
  const late = used();
  return {
    work: "memory of the language service after 10 000 edits, against after 1 000",
    measured: `${(late / 2 ** 20).toFixed(1)} MiB / ${(early / 2 ** 20).toFixed(1)} MiB`,
    ratio: times(late / early),
    bar: "flat: ≤ 1.05 ×",
  };
}
