import type { CompositeDefinition, LayerDefinition } from "../../layers/definition.ts";
import { product, type Shape } from "../../shape/shape.ts";
import type { Span } from "../../source/source-file.ts";
import type { Task } from "../net.ts";

/** Something in an IR value that can't be right: a fault of the compiler, never of a spec. */
export interface Violation {
  /** Net, node or definition that it is about. */
  readonly at: string;
  readonly problem: string;
}

/** What an IR value is measured against. */
export interface Rules {
  /** Definition of a kind of layer. */
  layer(kind: string): LayerDefinition | undefined;
  /** Definition of a word that a spec may use as a layer. */
  word(name: string): LayerDefinition | CompositeDefinition | undefined;
  /** How many numbers the head of a task gives. */
  outputs(task: Task, input: Shape): number;
  /** Length of the source text. */
  readonly length: number;
}

/** Gathers violations under the name of what they are about. */
export class Verification {
  readonly found: Violation[] = [];
  readonly rules: Rules;

  constructor(rules: Rules) {
    this.rules = rules;
  }

  expect(holds: boolean, at: string, problem: string): void {
    if (!holds) this.found.push({ at, problem });
  }

  span(span: Span, at: string): void {
    const inside =
      Number.isInteger(span.start) &&
      Number.isInteger(span.end) &&
      span.start >= 0 &&
      span.end <= this.rules.length;
    this.expect(
      inside && span.start < span.end,
      at,
      `span ${span.start}–${span.end} is empty or outside of the source`,
    );
  }

  shape(shape: Shape, at: string): void {
    const positive = shape.length > 0 && shape.every((size) => Number.isSafeInteger(size) && size > 0);
    this.expect(
      positive && Number.isSafeInteger(product(shape)),
      at,
      `shape ${shape.join("×")} is not made of positive safe integers`,
    );
  }

  unique(names: readonly string[], at: string, what: string): void {
    this.expect(new Set(names).size === names.length, at, `${what} are not unique`);
  }
}
