import type { Sink } from "../../../diagnostics/diagnostic.ts";
import type { Entry } from "../../../ir/ast.ts";
import { numberOf, textOf } from "../words.ts";

const COLOUR = /^#[0-9a-f]{6}$/i;
const REGIONS = '`regions { background 0, lesion 128 255 }`, or colours: `lesion "#ff0000"`';

export interface Regions {
  /** Values or colours of each region, by its name. */
  readonly values: { [region: string]: (number | string)[] };
  /** Where each name stands. */
  readonly names: readonly { readonly name: string; readonly span: Entry["span"] }[];
}

/** `regions { background 0, lesion 128 255 }`. */
export function readRegions(entry: Entry, sink: Sink): Regions | undefined {
  // A map, since a region may be called as what every object has.
  const regions = new Map<string, (number | string)[]>();
  const fault = (span: Entry["span"], message: string) => {
    sink.error("argument_wrong", span, message, { help: REGIONS });
    return undefined;
  };
  if (!entry.entries || entry.words.length > 1)
    return fault(entry.span, "`regions` needs the regions and their values between braces");
  const seen = new Set<number | string>();
  const names: { name: string; span: Entry["span"] }[] = [];
  for (const { words, span } of entry.entries) {
    const region = textOf(words[0]);
    const values = words
      .slice(1)
      .map((word) => (word.type === "text" ? word.text.toLowerCase() : numberOf(word)));
    if (region === undefined || values.length === 0)
      return fault(span, "a region needs its name and its values");
    for (const value of values) {
      const known = typeof value === "string" ? COLOUR.test(value) : Number.isInteger(value) && value! >= 0;
      if (value === undefined || !known)
        return fault(
          span,
          "a value of a mask is a whole number from 0, or a colour as `#rrggbb` between quotation marks",
        );
      if (seen.has(value)) return fault(span, `\`${value}\` is given to two regions`);
      seen.add(value);
    }
    names.push({ name: region, span: words[0]!.span });
    regions.set(region, [...(regions.get(region) ?? []), ...(values as (number | string)[])]);
  }
  return { values: Object.fromEntries(regions), names };
}
