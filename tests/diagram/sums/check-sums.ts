import { expect } from "vitest";
import { drawnFor, refusalOf, type View, views, widths } from "../../../src/diagram/index.ts";
import type { Scene } from "../../../src/diagram/scene/scene.ts";
import { toSvg } from "../../../src/diagram/write/svg.ts";
import type { CheckedNet } from "../../../src/ir/net.ts";
import { boxesOf, sumOfSvg, sumOfTexts } from "./adders.ts";

const FLOWS = ["maps", "graph"] as const;
const WHOLE = ["neurons", "arithmetic"] as const;
const DEPTHS = [undefined, 0, 1, 2, "all"] as const;

/** Expects that every picture of a net, at every depth, counts each of its layers and weights once; `rooms` in px or by name. */
export function expectRightSums(net: CheckedNet, rooms: readonly (number | keyof typeof widths)[]): void {
  for (const name of FLOWS)
    for (const depth of DEPTHS)
      for (const room of rooms) {
        const told = depth === undefined ? {} : { depth };
        const draw = (width: number) => views[name].draw(net, { ...told, width });
        const scene = typeof room === "number" ? draw(room) : drawnFor(draw, widths[room]);
        const what = `${net.name}, ${name} at depth ${depth} in ${room}`;
        expectRightSum(net, scene, what);
        expect(sumOfTexts(scene), `${what}, its texts`).toEqual({
          weights: net.totals.weights,
          problems: [],
        });
        for (const { written, data } of boxesOf(scene)) expect(written, `${what}, a box`).toBe(data);
      }
  for (const name of WHOLE) {
    const view: View = views[name];
    if (refusalOf(view, net) === undefined) expectRightSum(net, view.draw(net), `${net.name}, ${name}`);
  }
}

function expectRightSum(net: CheckedNet, scene: Scene, what: string): void {
  expect(sumOfSvg(toSvg(scene)), what).toEqual({ weights: net.totals.weights, layers: net.nodes.length });
}
