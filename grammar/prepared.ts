import { choose, type Decision, enter, type TableLookahead } from "./lookahead.ts";
import { tokens } from "./tokens.ts";

/** All decisions of the grammar, which the bundle holds, so that a start does not have to work them out. */
export interface Prepared {
  /** `tokenTypeIdx` of every token, in the order of `tokens`: what the tables' numbers mean. */
  readonly types: readonly number[];
  /** By chevrotain's own key of a place in the grammar. */
  readonly decisions: readonly (readonly [key: number, kind: "choose" | "enter", decision: Decision])[];
}

/** What chevrotain's parser keeps to itself. */
interface Inside {
  selfAnalysisDone: boolean;
  readonly lookAheadFuncsCache: Map<number, unknown>;
}

/** Set by `scripts/build.ts`; without it, the parser works out its grammar when it is made. */
declare const CNNC_PREPARED: string | undefined;

/** Gives a parser the prepared decisions; false where there are none, or they are for other tokens. */
export function adopt(parser: unknown): boolean {
  if (typeof CNNC_PREPARED === "undefined") return false;
  const { types, decisions } = JSON.parse(CNNC_PREPARED) as Prepared;
  if (tokens.some((token, i) => token.tokenTypeIdx !== types[i])) return false;
  const inside = parser as Inside;
  for (const [key, kind, decision] of decisions) {
    const known = () => decision;
    inside.lookAheadFuncsCache.set(key, kind === "choose" ? choose(known) : enter(known));
  }
  inside.selfAnalysisDone = true;
  return true;
}

/** All decisions of a parser that has worked out its grammar. */
export function prepare(parser: unknown, { decisions }: TableLookahead): Prepared {
  const { lookAheadFuncsCache } = parser as Inside;
  return {
    types: tokens.map((token) => token.tokenTypeIdx!),
    decisions: [...lookAheadFuncsCache].map(([key, decide]) => {
      const { kind, decision } = decisions.get(decide)!;
      return [key, kind, decision()] as const;
    }),
  };
}
