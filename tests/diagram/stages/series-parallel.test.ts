import { expect, test } from "vitest";
import { type Chain, seriesParallel } from "../../../src/diagram/stages/series-parallel.ts";
import { stagesOf } from "../../../src/diagram/stages/stages.ts";
import { soundNet } from "../../language/verified.ts";
import { NetBuilder, netNamed } from "../nets.ts";

/** `0 [1 | 2 3] 4`: branches between brackets behind how they end, valleys and what leads past them between braces, arcs behind. */
function written(chain: Chain): string {
  const items = chain.items.map((item) => {
    if (item.type === "stage") return item.stage.index;
    if (item.type === "valley")
      return `{${written(item.inside)}${item.skip ? ` past ${written(item.skip)}` : ""}}`;
    const { ends } = item;
    return `${ends ? `${ends} ` : ""}[${item.branches.map(written).join(" | ")}]`;
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

const TASKS = "task t = classify { a, b }\ntask u = segment { a, b }\n";
const formOfText = (text: string) => written(seriesParallel(stagesOf(soundNet(TASKS + text))));

test("inputs stand side by side up to where they meet", () => {
  const text = `net a {
    input image 8x8x1 as scan
    input { x, y } as patient
    from scan, conv 2@3, avgpool all, concat patient, dense 4, head t
  }`;
  expect(formOfText(text)).toBe("inputs [0 2 3 | 1] 4 5 6");
});

test("heads behind a fork end its branches", () => {
  expect(
    formOfText("net a { input { x, y }, dense 3 as code, head t\n from code, dense 5, head t as other }"),
  ).toBe("0 1 heads [2 | 3 4]");
});

test("inputs that never meet end in heads of their own", () => {
  const text = `net a {
    input { x } as one
    input { x } as other
    from one, head t
    from other, dense 3, head t as second
  }`;
  expect(formOfText(text)).toBe("inputs and heads [0 2 | 1 3 4]");
});

test("a head at the foot of a valley stands aside of it", () => {
  const text = `net a {
    input image 8x8x1
    conv 2@3 as fine, maxpool 2
    conv 4@3 as coarse
    avgpool all as summary, head t
    from summary, head t as second
    from coarse, upsample 2, concat fine, head u
  }`;
  expect(formOfText(text)).toBe("0 1 {2 3 aside [4 heads [5 | 6]] 7} 8 9");
});

test("what stands aside and takes values of several places leaves a line", () => {
  const text = `net a {
    input image 8x8x1
    conv 2@3 as fine, maxpool 2
    conv 4@3 as coarse
    avgpool all as small
    from fine, avgpool all, concat small, head t
    from coarse, upsample 2, concat fine, head u
  }`;
  expect(formOfText(text)).toMatch(/^0 1 2 3 4 5 6 7 8 9 10; /);
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

test("branches inside a residual connection are parallel", () => {
  const text = `net a {
    input image 8x8x3
    conv 4@3
    branches add { | | branches concat { | conv 2@1 | conv 2@1, conv 3@3 }, conv 4@1 }
    avgpool all, head t
  }`;
  expect(formOfText(text)).toBe("0 1 [2 | 3 4] 5 6 7 8 9; 1>7");
});

test("a kept value that is cropped is the upper way of a valley", () => {
  const text = `net a {
    input image 16x16x1
    conv 2@3 valid
    branches concat { | crop 2 | maxpool 2, conv 4@3 valid, transposed 2@2 stride 2 }
    avgpool all, head t
  }`;
  expect(formOfText(text)).toBe("0 1 {3 4 5 past 2} 6 7 8");
});
