// `# allow CODE`: comments that silence a warning, and what is to be said of those that don't.
import { catalogue } from "../../diagnostics/catalogue.ts";
import type { Sink } from "../../diagnostics/diagnostic.ts";
import { didYouMean, nearest } from "../../diagnostics/suggest.ts";
import type { Tree } from "../../ir/ast.ts";
import type { CheckedNet } from "../../ir/net.ts";
import type { SourceFile, Span } from "../../source/source-file.ts";
import { WARNINGS } from "./warnings.ts";

const CODES = Object.keys(catalogue);

/** A word behind `allow` in a comment. */
interface Allowed {
  readonly code: string;
  readonly span: Span;
}

/** The comments of a spec and of what it imports that allow warnings, and which of them were needed. */
export class Allowances {
  private readonly source: SourceFile;
  /** By file and line what is allowed in it, of lines that were asked for: one line may hold thousands of layers. */
  private readonly known = new Map<string, ReadonlyMap<string, Allowed>>();
  /** Places of those that silenced something. */
  private readonly used = new Set<number>();

  constructor(source: SourceFile) {
    this.source = source;
  }

  /** Whether a comment in the line of an offset, or a line of nothing else above it, allows a warning. */
  allow(code: string, offset: number): boolean {
    const { line } = this.source.position(offset);
    const file = this.source.fileAt(offset);
    const key = `${file.base}:${line}`;
    let codes = this.known.get(key);
    if (!codes) {
      const above = line > 1 && /^\s*#/.test(file.line(line - 1)) ? allowedIn(file, line - 1) : [];
      codes = new Map([...allowedIn(file, line), ...above].map((each) => [each.code, each]));
      this.known.set(key, codes);
    }
    const found = codes.get(code);
    if (found) this.used.add(found.span.start);
    return found !== undefined;
  }

  /** Warns of comments of the spec itself that allow what does not exist, or what was not warned of. */
  report(tree: Tree, nets: readonly CheckedNet[], sink: Sink): void {
    const { source } = this;
    if (!/\ballow\b/.test(source.text)) return;
    const unseen = unseenBlocks(tree, nets);
    let block = 0;
    for (const { code, span } of source.lines().flatMap((line) => allowedIn(source, line))) {
      // Both are in the order of the source.
      while (block < unseen.length && unseen[block]!.end <= span.start) block++;
      if (!Object.hasOwn(catalogue, code)) {
        if (!isMeant(code)) continue;
        sink.warning("allow_unknown", span, `there is no warning \`${code}\``, {
          help: () =>
            didYouMean(code, WARNINGS, span) ??
            "the code of a warning stands in its brackets: `warning[value_unused]`",
        });
      } else if (!WARNINGS.has(code)) {
        sink.warning("allow_unused", span, `\`${code}\` is an error, and errors can't be allowed`, {
          help: "leave it out",
        });
      } else if (
        !this.used.has(span.start) &&
        !((unseen[block]?.start ?? Number.POSITIVE_INFINITY) <= span.start)
      ) {
        sink.warning("allow_unused", span, `\`${code}\` is allowed here, and nothing brings it up`, {
          help: "leave it out; it holds for its own line, or for the next where it stands alone",
        });
      }
    }
  }
}

/** Words behind `allow` in the comment of a line: of a prose sentence as well. */
function allowedIn(file: SourceFile, line: number): readonly Allowed[] {
  const text = file.line(line);
  const comment = commentOf(text);
  if (comment < 0) return [];
  const found: Allowed[] = [];
  const start = file.base + file.lineStart(line);
  for (const { index, 0: list } of text.slice(comment).matchAll(/\ballow(?:[\s,]+\w+)+/g)) {
    for (const word of list.matchAll(/\w+/g)) {
      if (word.index === 0) continue;
      const at = start + comment + index + word.index;
      found.push({ code: word[0], span: { start: at, end: at + word[0].length } });
    }
  }
  return found;
}

/** Where the comment of a line begins; a `#` in a text begins none. */
function commentOf(line: string): number {
  let quoted = false;
  for (let at = 0; at < line.length; at++) {
    const sign = line[at];
    if (quoted && sign === "\\") at++;
    else if (sign === '"') quoted = !quoted;
    else if (sign === "#" && !quoted) return at;
  }
  return -1;
}

/** Whether a word that is no code was meant as one; others are prose. */
function isMeant(word: string): boolean {
  return word.includes("_") || nearest(word, CODES) !== undefined;
}

/** Blocks that no net uses: nothing is known of them. */
function unseenBlocks({ declarations }: Tree, nets: readonly CheckedNet[]): readonly Span[] {
  const starts = Float64Array.from(nets.flatMap(({ nodes }) => nodes.map(({ span }) => span.start))).sort();
  const blocks = declarations.filter(({ type }) => type === "block").map(({ span }) => span);
  return blocks.filter(({ start, end }) => {
    let [low, high] = [0, starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle]! < start) low = middle + 1;
      else high = middle;
    }
    return !(starts[low]! < end);
  });
}
