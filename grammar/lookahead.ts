import { type ILookaheadStrategy, LLkLookaheadStrategy } from "chevrotain";

type Alternation = Parameters<ILookaheadStrategy["buildLookaheadForAlternation"]>[0];
type Optional = Parameters<ILookaheadStrategy["buildLookaheadForOptional"]>[0];
type ChooseAlternative = ReturnType<ILookaheadStrategy["buildLookaheadForAlternation"]>;
type EnterOptional = ReturnType<ILookaheadStrategy["buildLookaheadForOptional"]>;

/**
 * Chevrotain's own LL(k) decisions, each computed when the parser first comes to it. A spec uses a part of the grammar,
 * and computing all decisions took half of the time that `cnnc check` needs.
 */
export class LazyLookahead extends LLkLookaheadStrategy {
  constructor(maxLookahead: number) {
    super({ maxLookahead });
  }

  override buildLookaheadForAlternation(options: Alternation): ChooseAlternative {
    let decide: ChooseAlternative | undefined;
    const build = () => super.buildLookaheadForAlternation(options);
    return function (this: unknown, alternatives) {
      decide ??= build();
      return decide.call(this, alternatives);
    };
  }

  override buildLookaheadForOptional(options: Optional): EnterOptional {
    let decide: EnterOptional | undefined;
    const build = () => super.buildLookaheadForOptional(options);
    return function (this: unknown) {
      decide ??= build();
      return decide.call(this);
    };
  }
}
