import type { Node } from "../../../ir/net.ts";
import { type Curve, commonPace, valueAt } from "../../../shape/curve.ts";
import { exactText } from "../../../shape/exact.ts";
import { isMoving, type Moving } from "../../../shape/moving.ts";
import type { Region } from "../../../shape/region.ts";
import { product, type Shape } from "../../../shape/shape.ts";
import { formOf } from "../../../shape/size-form.ts";

/** Shapes of a net's nodes as expressions that give each size at every size of the region. */
export class Forms {
  private readonly region: Region;
  private readonly known = new Map<Curve, string | undefined>();

  constructor(region: Region) {
    this.region = region;
  }

  /** Undefined where no expression is right at all sizes. */
  of(
    node: Node,
    at: number,
    nodes: readonly Node[],
    shapes: readonly Shape[],
  ): readonly string[] | undefined {
    const shape = shapes[at]!;
    // A value laid out flat is as long as the one before it is large.
    if (shape.length === 1 && isMoving(shape[0]) && node.inputs.length > 0) {
      const before = nodes.findLastIndex(({ id }, i) => i < at && id === node.inputs[0]);
      const { output } = nodes[before]!;
      const flat = output.length > 1 && product(output) === node.output[0];
      const inner = flat ? this.shape(shapes[before]!) : undefined;
      if (inner) return [inner.map(factor).join("·")];
    }
    return this.shape(shape);
  }

  private shape(shape: Shape): readonly string[] | undefined {
    const sizes = shape.map((size) => (isMoving(size) ? this.size(size) : String(size)));
    return sizes.includes(undefined) ? undefined : (sizes as string[]);
  }

  private size({ constant, terms }: Moving): string | undefined {
    const texts = terms.map(({ factor: times, curves }) => {
      const forms = curves.map((curve) => this.curve(curve));
      if (forms.includes(undefined)) return undefined;
      const by = times === 1 ? [] : [exactText(times)];
      if (forms.length + by.length === 1) return forms[0];
      const factors = forms.map((form) => factor(form!));
      // As products are read: 2·H, and H·W·3.
      return (forms.length > 1 ? [...factors, ...by] : [...by, ...factors]).join("·");
    });
    if (texts.includes(undefined)) return undefined;
    const sum = [...texts, ...(constant === 0 ? [] : [exactText(constant)])].join(" + ");
    return sum.replaceAll("+ -", "\u2212 ").replaceAll("-", "\u2212");
  }

  private curve(curve: Curve): string | undefined {
    if (!this.known.has(curve)) this.known.set(curve, this.find(curve));
    return this.known.get(curve);
  }

  private find(curve: Curve): string | undefined {
    const set = this.region.parts.get(curve.symbol)!;
    const { from, period } = commonPace([curve, set]);
    const rise = (curve.rise * period) / curve.period;
    const listed = set.upTo(from).map((n) => ({ n, rounds: Math.ceil((from + 1 - n) / period) }));
    // The listed sizes must lie on the steps of those behind them.
    if (
      listed.some(
        ({ n, rounds }) => valueAt(curve, n + rounds * period) - rounds * rise !== valueAt(curve, n),
      )
    )
      return undefined;
    const remainders = new Set(listed.map(({ n }) => n % period));
    const tail = Array.from({ length: period }, (_, i) => from + 1 + i).filter(
      (n) => set.has(n) || remainders.has(n % period),
    );
    const samples = [...tail, ...tail.map((n) => n + period)].map((n) => ({ n, value: valueAt(curve, n) }));
    return formOf(curve.symbol, samples, period);
  }
}

/** A sum stands in parentheses where it is multiplied. */
function factor(form: string): string {
  return / [+\u2212] /.test(form) && !/^[\u2308\u230a(]/.test(form) ? `(${form})` : form;
}
