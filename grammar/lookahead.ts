import { getLookaheadPaths, type ILookaheadStrategy, LLkLookaheadStrategy, type TokenType } from "chevrotain";

type Alternation = Parameters<ILookaheadStrategy["buildLookaheadForAlternation"]>[0];
type Optional = Parameters<ILookaheadStrategy["buildLookaheadForOptional"]>[0];
type ChooseAlternative = ReturnType<ILookaheadStrategy["buildLookaheadForAlternation"]>;
type EnterOptional = ReturnType<ILookaheadStrategy["buildLookaheadForOptional"]>;
type Paths = ReturnType<typeof getLookaheadPaths>[number];

/**
 * What a token of each type leads to, by its `tokenTypeIdx`: the number of an alternative, or a row that tells by the
 * type of the token behind it. Entry 0 of a row holds for all types that have none of their own; no token has type 0.
 */
export type Table = readonly (number | readonly (number | null)[] | null)[];

/** One table, or for alternatives with conditions of their own one for each. */
export interface Decision {
  readonly tables: readonly Table[];
  readonly gated: boolean;
}

interface Reader {
  LA(howMuch: number): { readonly tokenTypeIdx: number };
}

/**
 * Chevrotain's LL(2) paths as tables, each made when the parser first comes to it: a spec uses a part of the grammar.
 * Looking up takes the same time however many paths there are.
 */
export class TableLookahead extends LLkLookaheadStrategy {
  /** What each function decides. */
  readonly decisions = new Map<
    unknown,
    { readonly kind: "choose" | "enter"; readonly decision: () => Decision }
  >();

  override buildLookaheadForAlternation(options: Alternation): ChooseAlternative {
    const { prodOccurrence, rule, maxLookahead, hasPredicates: gated } = options;
    const decision = once((): Decision => {
      const paths = getLookaheadPaths({
        occurrence: prodOccurrence,
        rule,
        prodType: "Alternation",
        maxLookahead,
      });
      return { tables: gated ? paths.map((each) => table([each])) : [table(paths)], gated };
    });
    const decide = choose(decision);
    this.decisions.set(decide, { kind: "choose", decision });
    return decide;
  }

  override buildLookaheadForOptional(options: Optional): EnterOptional {
    const { prodOccurrence, rule, maxLookahead, prodType } = options;
    const decision = once((): Decision => {
      const [inside] = getLookaheadPaths({ occurrence: prodOccurrence, rule, prodType, maxLookahead });
      return { tables: [table([inside!])], gated: false };
    });
    const decide = enter(decision);
    this.decisions.set(decide, { kind: "enter", decision });
    return decide;
  }
}

/** Number of the alternative that the next tokens begin, or undefined. */
export function choose(decision: () => Decision): ChooseAlternative {
  return function (this: unknown, alternatives) {
    const { tables, gated } = decision();
    if (!gated) return look(tables[0]!, this as Reader);
    const found = tables.findIndex(
      (each, i) => alternatives?.[i]?.GATE?.call(this) !== false && look(each, this as Reader) !== undefined,
    );
    return found < 0 ? undefined : found;
  };
}

/** Whether the next tokens begin what may be left out. */
export function enter(decision: () => Decision): EnterOptional {
  return function (this: unknown) {
    return look(decision().tables[0]!, this as Reader) !== undefined;
  };
}

function look(table: Table, reader: Reader): number | undefined {
  const first = table[reader.LA(1).tokenTypeIdx] ?? undefined;
  if (first === undefined || typeof first === "number") return first;
  return first[reader.LA(2).tokenTypeIdx] ?? first[0] ?? undefined;
}

/** Paths of up to two tokens as a table; of alternatives that share a path, the first one has it. */
function table(alternatives: readonly Paths[]): Table {
  const result: (number | (number | null)[] | null)[] = [];
  for (const [alternative, paths] of alternatives.entries()) {
    for (const [first, second] of paths) {
      for (const type of concrete(first!)) {
        const row = result[type] ?? undefined;
        if (typeof row === "number") continue;
        if (!row && !second) result[type] = alternative;
        else if (!second) row![0] ??= alternative;
        else if ((row?.[0] ?? undefined) === undefined) {
          const seconds = row ?? [];
          for (const other of concrete(second)) seconds[other] ??= alternative;
          result[type] = seconds;
        }
      }
    }
  }
  return result;
}

/** The type itself, and those that belong to it where it is a category. */
function concrete({ tokenTypeIdx, categoryMatches = [] }: TokenType): number[] {
  return [tokenTypeIdx!, ...categoryMatches];
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
