import { type Token, type Tokens, tokenize } from "../../grammar/lexer.ts";
import { type Compilation, compile } from "../compile.ts";
import type { Declaration } from "../ir/ast.ts";
import type { Definition } from "../ir/mentions.ts";
import { SourceFile, type Span } from "../source/source-file.ts";
import { hostOf, type ReadFile } from "./documents.ts";
import { type Layers, layersOf } from "./layers.ts";
import { type Statements, statementsOf } from "./statements.ts";
import type { Location, Range } from "./types.ts";

/**
 * A file compiled once, and what its queries share: each part is worked out when it is first asked for. Spans of the
 * compiler lie in files laid end to end; `locate` says which file and where in it.
 */
export class Analysis {
  readonly file: string;
  readonly text: string;
  readonly compilation: Compilation;
  /** The files that it asked for, as they were. */
  readonly reads = new Map<string, string | undefined>();
  private lexed: Tokens | undefined;
  private walked: Statements | undefined;
  private placed: Layers | undefined;
  private named: ReadonlyMap<number, Named> | undefined;

  private readonly read: ReadFile;

  constructor(file: string, text: string, read: ReadFile) {
    this.file = file;
    this.text = text;
    this.read = read;
    const host = hostOf(read, (path, found) => this.reads.set(path, found));
    this.compilation = compile(new SourceFile(file, text), { host });
  }

  get tokens(): readonly Token[] {
    this.lexed ??= tokenize(this.text);
    return this.lexed.tokens;
  }

  get comments(): readonly Token[] {
    this.lexed ??= tokenize(this.text);
    return this.lexed.comments;
  }

  /** Declarations of this file, without those of imported ones. */
  get declarations(): readonly Declaration[] {
    return this.compilation.tree.declarations;
  }

  get statements(): Statements {
    this.walked ??= statementsOf(this.declarations);
    return this.walked;
  }

  get layers(): Layers {
    this.placed ??= layersOf(this.compilation.program.nets);
    return this.placed;
  }

  /** Names of this file that mean something, by where they begin. */
  get names(): ReadonlyMap<number, Named> {
    this.named ??= this.findNames();
    return this.named;
  }

  /** The name that stands at an offset, or ends there. */
  nameAt(offset: number): Named | undefined {
    const token = this.wordAt(offset);
    return token && this.names.get(token.startOffset);
  }

  /** The word at an offset: the one that begins before it or there. */
  wordAt(offset: number): Token | undefined {
    const { tokens } = this;
    const i = this.tokenBefore(offset + 1);
    const at = tokens[i];
    if (at && contains(at, offset) && (offset < endOf(at) || !isJoint(tokens[i + 1], offset))) return at;
    return undefined;
  }

  /** Index of the last token that begins before an offset; -1 where none does. */
  tokenBefore(offset: number): number {
    const { tokens } = this;
    let low = -1;
    let high = tokens.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (tokens[middle]!.startOffset < offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Whether a span of the compiler lies in this file. */
  isHere(span: Span): boolean {
    return this.compilation.source.fileAt(span.start) === this.compilation.source;
  }

  /** The same file without a part of its text. */
  without({ start, end }: Range): Analysis {
    return new Analysis(this.file, this.text.slice(0, start) + this.text.slice(end), this.read);
  }

  /** The file of a span, and its offsets there. */
  locate(span: Span): Location {
    const { name, base, text } = this.compilation.source.fileAt(span.start);
    const start = Math.min(text.length, span.start - base);
    return { file: name, start, end: Math.min(text.length, Math.max(start, span.end - base)) };
  }

  /** A span of this file as a range of its text. */
  range(span: Span): Range {
    const start = Math.min(this.text.length, span.start);
    return { start, end: Math.min(this.text.length, Math.max(start, span.end)) };
  }

  private findNames(): ReadonlyMap<number, Named> {
    const { mentions } = this.compilation;
    const found = new Map<number, Named>();
    for (const of of mentions.definitions.values())
      if (this.isHere(of.span)) found.set(of.span.start, { span: of.span, of, defines: true });
    for (const { span, of } of mentions.uses)
      if (this.isHere(span)) found.set(span.start, { span, of, defines: false });
    return found;
  }
}

/** A name in a text, and what it stands for. */
export interface Named {
  readonly span: Span;
  readonly of: Definition;
  /** Whether it is given here. */
  readonly defines: boolean;
}

export function endOf(token: Token): number {
  return token.startOffset + token.image.length;
}

function contains(token: Token, offset: number): boolean {
  return token.startOffset <= offset && offset <= endOf(token);
}

function isJoint(next: Token | undefined, offset: number): boolean {
  return next?.startOffset === offset;
}
