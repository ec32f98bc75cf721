import { expect, test } from "vitest";
import { type Chain, seriesParallel } from "../../src/diagram/series-parallel.ts";
import { stagesOf } from "../../src/diagram/stages.ts";
import { NetBuilder, netNamed } from "./nets.ts";

/** `0 [1 | 2 3] 4`: branches between brackets, valleys between braces, arcs behind. */
function written(chain: Chain): string {
  const items = chain.items.map((item) => {
    if (item.type === "stage") return item.stage.index;
    if (item.type === "valley") return `{${written(item.inside)}}`;
    return `[${item.branches.map(written).join(" | ")}]`;
  });
  return [items.join(" "), ...chain.arcs.map((arc) => `${arc.from}>${arc.to}`)].join("; ");
}

const formOf = (name: string) => written(seriesParallel(stagesOf(netNamed(name))));

test("a plain net is a chain", () => {
  expect(formOf("lenet5")).toBe("0 1 2 3 4 5 6 7");
});

test("a residual connection is an arc", () => {
  expect(formOf("ecg")).toBe("0 1 2 3 4 5 6 7 8 9 10 11 12; 1>4; 4>7; 7>10");
});

test("branches are parallel", () => {
  expect(formOf("inception")).toBe("0 1 [2 | 3 4 | 5 6 | 7 8] 9 10 11");
});

test("what is halved and doubled again is a valley", () => {
  expect(formOf("mri")).toBe("0 1 {2 3 {4 5 {6 7 8} 9 10 11} 12 13 14} 15 16 17");
});

test("kept values may cross", () => {
  expect(formOf("crossed")).toBe("0 1 2 3 4 5 6 7; 2>6; 1>4");
});

test("what has no such form is a line with arcs", () => {
  expect(formOf("tangled")).toBe("0 1 2 3 4 5 6 7; 1>3; 2>4; 3>5; 4>6");
});

test("a deep residual net is one chain", () => {
  const deep = (count: number) => {
    const net = new NetBuilder();
    net.layer("input", {}, { shape: [64, 64, 4] });
    let kept = net.conv(4, [3, 3]);
    for (let i = 0; i < count; i++) kept = net.layer("add", {}, { inputs: [net.conv(4, [3, 3]), kept] });
    return stagesOf(net.build("deep"));
  };
  const [few, many] = [deep(50), deep(500)].map((stages) => seriesParallel(stages));
  expect(many!.items.length - 2).toBe(10 * (few!.items.length - 2));
  expect(many!.arcs).toHaveLength(500);
});
