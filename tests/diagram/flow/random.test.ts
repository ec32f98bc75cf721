import fc from "fast-check";
import { expect, test } from "vitest";
import { drawGraph, drawMaps } from "../../../src/diagram/index.ts";
import type { CheckedNet } from "../../../src/ir/net.ts";
import { collisions, outside } from "../geometry.ts";
import { NetBuilder } from "../nets.ts";

type Step =
  | { type: "conv"; count: number; extent: number; stride: number }
  | { type: "plain"; kind: string }
  | { type: "pool"; size: number }
  | { type: "residual" | "branches" | "dense"; ways: number; count: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    type: fc.constant("conv" as const),
    count: fc.integer({ min: 1, max: 700 }),
    extent: fc.integer({ min: 1, max: 7 }),
    stride: fc.integer({ min: 1, max: 2 }),
  }),
  fc.record({ type: fc.constant("plain" as const), kind: fc.constantFrom("relu", "tanh", "batchnorm") }),
  fc.record({ type: fc.constant("pool" as const), size: fc.integer({ min: 2, max: 3 }) }),
  fc.record({
    type: fc.constantFrom("residual" as const, "branches" as const, "dense" as const),
    ways: fc.integer({ min: 1, max: 4 }),
    count: fc.integer({ min: 1, max: 40 }),
  }),
);

function netOf(size: readonly number[], channels: number, steps: readonly Step[], units: number): CheckedNet {
  const net = new NetBuilder();
  const extentOf = (extent: number) => size.map(() => extent);
  let at = net.layer("input", {}, { shape: [...size, channels], label: "input" });
  let width = channels;
  for (const each of steps) {
    if (each.type === "conv") {
      at = net.conv(each.count, extentOf(each.extent), { stride: [each.stride] }, [at]);
    } else if (each.type === "plain") {
      at = net.layer(each.kind, {}, { inputs: [at] });
    } else if (each.type === "pool") {
      at = net.layer("maxpool", { window: [each.size], same: true }, { inputs: [at] });
    } else if (each.type === "residual") {
      let way = at;
      for (let i = 0; i < each.ways; i++) way = net.conv(width, extentOf(3), {}, [way]);
      at = net.layer("add", {}, { inputs: [way, at] });
    } else if (each.type === "branches") {
      const ways = Array.from({ length: each.ways + 1 }, (_, way) => {
        let end = at;
        for (let i = 0; i <= way % 2; i++) end = net.conv(each.count, extentOf(1 + 2 * way), {}, [end]);
        return end;
      });
      at = net.layer("concat", {}, { inputs: ways });
    } else {
      // Every layer takes all that were made before it.
      const kept = [at];
      for (let i = 0; i < each.ways; i++) {
        kept.push(net.conv(each.count, extentOf(3), {}, [at]));
        at = net.layer("concat", {}, { inputs: [...kept] });
      }
    }
    width = channelsOf(net, at);
  }
  net.layer("avgpool", { window: "all" }, { inputs: [at] });
  net.layer("dense", { units, bias: true });
  return net.build("random_net");
}

function channelsOf(net: NetBuilder, id: string): number {
  return net
    .build("")
    .nodes.find((node) => node.id === id)!
    .output.at(-1)!;
}

const spaces = fc.array(fc.integer({ min: 1, max: 600 }), { minLength: 1, maxLength: 3 });

test("no net has texts that touch, or marks outside the picture", () => {
  const nets = fc
    .tuple(
      spaces,
      fc.integer({ min: 1, max: 20 }),
      fc.array(step, { maxLength: 9 }),
      fc.integer({ min: 1, max: 2000 }),
    )
    .map(([size, channels, steps, units]) => netOf(size, channels, steps, units));
  fc.assert(
    fc.property(nets, fc.integer({ min: 300, max: 2000 }), (net, width) => {
      for (const draw of [drawMaps, drawGraph]) {
        const scene = draw(net, { width });
        expect(collisions(scene)).toEqual([]);
        expect(outside(scene)).toEqual([]);
      }
    }),
    { numRuns: 80, seed: 7 },
  );
});
