import type { Compilation } from "../compile.ts";
import { Sink } from "../diagnostics/diagnostic.ts";
import { format } from "../format/format.ts";
import { SourceFile } from "../source/source-file.ts";
import { actionsIn } from "./actions/actions.ts";
import { Analysis } from "./analysis.ts";
import { coloursOf } from "./colours.ts";
import { completionsAt } from "./completion/completion.ts";
import { problemsOf } from "./diagnostics.ts";
import { changed, Documents, type ReadFile } from "./documents.ts";
import { difference } from "./edits.ts";
import { foldsOf } from "./folding.ts";
import { hintsOf } from "./hints.ts";
import { hoverAt } from "./hover.ts";
import { definitionAt, referencesAt, renameAt } from "./names.ts";
import { outlineOf } from "./outline.ts";
import { layersAt, placeOf } from "./places.ts";
import { signatureAt } from "./signature.ts";
import type {
  Action,
  ColouredRange,
  Completions,
  Fold,
  Hover,
  InlayHint,
  LayersAt,
  Location,
  OutlineItem,
  PlaceOf,
  Problem,
  Range,
  Renamable,
  Rename,
  Signature,
  TextChange,
  TextEdit,
} from "./types.ts";

export type * from "./types.ts";

/** What a service is made with. */
export interface ServiceSettings {
  /** The text of a file that is not open, by its path; undefined where there is none. It may change between edits. */
  readonly files?: ReadFile;
  /** Paths of files that may be imported, to be offered. */
  readonly list?: () => readonly string[];
}

/**
 * The language service: what an editor asks of specs, while they are written. Pure; it reads nothing but what it is given.
 *
 * Files are named by their paths, with `/` between names; `use … from "blocks.cnn"` is looked for beside the file that
 * says it. A file is compiled when something is asked of it for the first time after a change of it or of one that it
 * imports, and all queries share that. Queries of files that are not open answer with nothing. No query throws, whatever
 * the text and the offset; ranges lie in the text.
 */
export class Service {
  private readonly documents: Documents;
  private readonly list: () => readonly string[];
  private readonly analyses = new Map<string, Analysis>();

  constructor({ files = () => undefined, list = () => [] }: ServiceSettings = {}) {
    this.documents = new Documents(files);
    this.list = list;
  }

  /** Opens a file with a text, or replaces that of an open one. */
  open(file: string, text: string): void {
    this.documents.set(file, text);
    this.analyses.delete(file);
  }

  /** Changes an open file: all of its text, or parts of it, whose ranges are those before the change. */
  change(file: string, change: string | readonly TextChange[]): void {
    const before = this.documents.has(file) ? this.documents.text(file) : undefined;
    if (typeof change === "string") this.open(file, change);
    else if (before !== undefined) this.open(file, changed(before, change));
  }

  /** Forgets what stands in a file; others that import it see it as `files` gives it. */
  close(file: string): void {
    this.documents.delete(file);
    this.analyses.delete(file);
  }

  /** The text of an open file. */
  text(file: string): string | undefined {
    return this.documents.has(file) ? this.documents.text(file) : undefined;
  }

  /** What the compiler finds in the file, with fixes; of imported files, ask for theirs. */
  diagnostics(file: string): readonly Problem[] {
    return this.ask(file, problemsOf) ?? [];
  }

  /** What is to be told of an offset. */
  hover(file: string, offset: number): Hover | undefined {
    return this.ask(file, (analysis) => hoverAt(analysis, offset));
  }

  /** What may stand at an offset. */
  complete(file: string, offset: number): Completions {
    const nothing = { start: offset, end: offset, items: [] };
    return this.ask(file, (analysis) => completionsAt(analysis, offset, this.paths())) ?? nothing;
  }

  /** How the layer or block is written in which an offset lies. */
  signature(file: string, offset: number): Signature | undefined {
    return this.ask(file, (analysis) => signatureAt(analysis, offset));
  }

  /** Where the name at an offset was given, be it in another file. */
  definition(file: string, offset: number): Location | undefined {
    return this.ask(file, (analysis) => definitionAt(analysis, offset));
  }

  /** All places of the name at an offset in open files and what they import, the definition first. */
  references(file: string, offset: number): readonly Location[] {
    return this.ask(file, (analysis) => referencesAt(analysis, offset, this.all())) ?? [];
  }

  /** The name at an offset, if it can be given another one. */
  renamable(file: string, offset: number): Renamable | undefined {
    return this.ask(file, (analysis) => {
      const named = analysis.nameAt(offset);
      return named && { ...analysis.range(named.span), name: named.of.name };
    });
  }

  /** Edits of all files that rename what the name at an offset stands for, or why that can't be. */
  rename(file: string, offset: number, name: string): Rename {
    const renamed = this.ask(file, (analysis) => renameAt(analysis, offset, name, this.all(), this.read));
    return renamed ?? { refused: "the file is not open" };
  }

  /** What can be changed in a range: fixes of messages, and refactorings that leave all nets what they are. */
  codeActions(file: string, range: Range): readonly Action[] {
    return this.ask(file, (analysis) => actionsIn(analysis, range, this.read)) ?? [];
  }

  /** What the file defines. */
  outline(file: string): readonly OutlineItem[] {
    return this.ask(file, outlineOf) ?? [];
  }

  /** What can be folded away. */
  folding(file: string): readonly Fold[] {
    return this.ask(file, foldsOf) ?? [];
  }

  /** The colours of the text. */
  semanticTokens(file: string): readonly ColouredRange[] {
    return this.ask(file, coloursOf) ?? [];
  }

  /** Shape and weights behind each line. */
  inlayHints(file: string): readonly InlayHint[] {
    return this.ask(file, hintsOf) ?? [];
  }

  /** The edits that lay the file out; none where it is laid out, or has syntax errors. */
  format(file: string): readonly TextEdit[] {
    const text = this.text(file);
    const laid = text === undefined ? undefined : format(new SourceFile(file, text), new Sink());
    return text === undefined || laid === undefined ? [] : difference(file, text, laid);
  }

  /** Layers of each net that come out of the statement at an offset. */
  layersAt(file: string, offset: number): readonly LayersAt[] {
    return this.ask(file, (analysis) => layersAt(analysis, offset)) ?? [];
  }

  /** Where a layer of one of the file's nets stands. */
  placeOf(file: string, net: string, layer: string): PlaceOf | undefined {
    return this.ask(file, (analysis) => placeOf(analysis, net, layer));
  }

  /** The spec as the compiler leaves it: nets with their numbers, for tables and pictures. No plain data. */
  checked(file: string): Compilation | undefined {
    return this.ask(file, ({ compilation }) => compilation);
  }

  private readonly read: ReadFile = (path) => this.documents.text(path);

  /** All open files, compiled. */
  private all(): Analysis[] {
    return this.documents.names.flatMap((name) => this.analysis(name) ?? []);
  }

  private ask<T>(file: string, answer: (analysis: Analysis) => T): T | undefined {
    const analysis = this.analysis(file);
    return analysis && answer(analysis);
  }

  private analysis(file: string): Analysis | undefined {
    const text = this.text(file);
    if (text === undefined) return undefined;
    const { read } = this;
    const known = this.analyses.get(file);
    if (known && known.text === text && isCurrent(known, read)) return known;
    const analysis = new Analysis(file, text, read);
    this.analyses.set(file, analysis);
    return analysis;
  }

  private paths(): readonly string[] {
    return [...new Set([...this.documents.names, ...this.list()])];
  }
}

/** Whether the files that a compiled one asked for are still what they were. */
function isCurrent({ reads }: Analysis, read: ReadFile): boolean {
  for (const [path, text] of reads) if (read(path) !== text) return false;
  return true;
}

/** A service with no open file. */
export function createService(settings: ServiceSettings = {}): Service {
  return new Service(settings);
}
