import type { CheckedNet } from "../../ir/net.ts";
import { describeSizes, describeTotals } from "../../ir/totals.ts";
import type { Measure } from "../scene/font.ts";
import { text } from "../scene/marks.ts";
import type { Mark } from "../scene/scene.ts";
import { LEADING, MARGIN, SECONDARY, TITLE } from "../scene/theme.ts";

/** The net's name and its totals, at the top left of every figure. */
export function headingMarks(net: CheckedNet, measure: Measure): Mark[] {
  return [
    text(net.name, MARGIN, 34, measure, { size: TITLE, bold: true, className: "title" }),
    text(subtitle(net), MARGIN, 34 + LEADING + 4, measure, { fill: SECONDARY, className: "subtitle" }),
  ];
}

/** The totals of a net, in a line. */
export function subtitle(net: CheckedNet): string {
  return (
    describeTotals(net.totals) +
    describeSizes(net) +
    (net.complete ? "" : " · incomplete: drawn as far as it checks")
  );
}
