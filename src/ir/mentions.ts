import type { Span } from "../source/source-file.ts";
import type { Name } from "./ast.ts";

/** What a name may stand for. */
export type NamedKind =
  | "net"
  | "block"
  | "kernel"
  | "task"
  | "data"
  | "value"
  | "shared"
  | "hole"
  | "parameter"
  | "round"
  | "size";

/** A name where it is given to something. */
export interface Definition {
  readonly kind: NamedKind;
  readonly name: string;
  readonly span: Span;
}

/** A name where it is used, and what it stands for there. */
export interface Use {
  readonly span: Span;
  readonly of: Definition;
}

/** Definitions and uses of names, noted where names are resolved: what editors go to, gather and rename. */
export class Mentions {
  /** By the offset at which the name stands. */
  readonly definitions = new Map<number, Definition>();
  private readonly noted = new Map<number, { readonly span: Span; readonly at: number }>();

  define(kind: NamedKind, { text, span }: Name): void {
    if (!this.definitions.has(span.start)) this.definitions.set(span.start, { kind, name: text, span });
  }

  /** A use of a name that is defined at a place, be it before or behind. */
  use(span: Span, definition: Name | undefined): void {
    if (definition) this.noted.set(span.start, { span, at: definition.span.start });
  }

  /** All uses whose definition is known, in no order. A name is no use of itself. */
  get uses(): Use[] {
    const found: Use[] = [];
    for (const { span, at } of this.noted.values()) {
      const of = this.definitions.get(at);
      if (of && at !== span.start) found.push({ span, of });
    }
    return found;
  }
}
