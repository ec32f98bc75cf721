import type { GroupMark, Mark, Scene } from "../../../src/diagram/scene/scene.ts";

/** What a picture says of a net, added up. */
export interface Sum {
  readonly weights: number;
  readonly layers: number;
}

/**
 * Adds up the attributes of an SVG: every `data-weights` and `data-layers`, times each `data-times` around it. Reads text, and
 * knows nothing of how pictures are made.
 */
export function sumOfSvg(svg: string): Sum {
  const around = [1];
  let [weights, layers] = [0, 0];
  for (const [tag, closing, attributes] of svg.matchAll(
    /<(\/?)[A-Za-z][\w:-]*((?:\s+[\w:-]+="[^"]*")*)\s*\/?>/g,
  )) {
    if (closing) {
      around.pop();
      continue;
    }
    const number = (name: string, absent: number) =>
      Number(new RegExp(`\\s${name}="(\\d+)"`).exec(attributes!)?.[1] ?? absent);
    const times = around.at(-1)! * number("data-times", 1);
    weights += number("data-weights", 0) * times;
    layers += number("data-layers", 0) * times;
    if (!tag.endsWith("/>")) around.push(times);
  }
  return { weights, layers };
}

const numberIn = (text: string) => Number(text.replaceAll(/\s/g, ""));

/** What is written of the weights of a layer or a box, and in how many rounds of the repeats around it. */
function said(texts: readonly string[]): { weights: number; rounds: number } {
  let [weights, rounds] = [0, 1];
  for (const text of texts) {
    const count = /^(?:= |.* = )?(\d[\d ]*)(?: weights?)?$/.exec(text);
    if (count) weights = numberIn(count[1]!);
    const many = /\bin (\d+) rounds/.exec(text);
    if (many) rounds = Number(many[1]);
  }
  return { weights, rounds };
}

/**
 * Adds up the texts of a picture: the weights that are written at its layers and boxes, times the × n of the brackets around
 * them. Where rounds differ, the texts say that they are for all rounds; such a bracket counts once. A problem for each bracket
 * whose own sum is not that of what stands under it.
 */
export function sumOfTexts({ marks }: Scene): { weights: number; problems: string[] } {
  const problems: string[] = [];
  const weightsIn = (group: GroupMark): number => {
    if (group.className === "repeat") {
      const labels = textsOf(group.children, ["times"]);
      const [label] = labels;
      if (label === undefined || labels.length > 1) problems.push(`said ${labels.length} times`);
      const times = Number(/^×(\d+)/.exec(label ?? "")?.[1]);
      const inside = groupsOf(group.children).reduce((sum, each) => sum + weightsIn(each), 0);
      const all = group.data?.rounds === undefined ? inside * times : inside;
      if (String(times) !== (group.data?.rounds ?? group.data?.times))
        problems.push(`${label}: other rounds`);
      const written = /: (\d[\d ]*) weights$/.exec(label ?? "");
      if (written && numberIn(written[1]!) !== all) problems.push(`${label}: ${all} stand under it`);
      return all;
    }
    return group.className.startsWith("stage ")
      ? said(textsOf(group.children, ["weights", "arithmetic"])).weights
      : 0;
  };
  const weights = groupsOf(marks).reduce((sum, each) => sum + weightsIn(each), 0);
  return { weights, problems };
}

/** Layers of closed boxes as they are written there, and as their attributes have them. */
export function boxesOf({ marks }: Scene): { written: number; data: number }[] {
  return allGroups(marks).flatMap((group) => {
    const line = textsOf(group.children, ["weights"]).find((text) => / layers?$/.test(text));
    return line
      ? [{ written: numberIn(line.replace(/ layers?$/, "")), data: Number(group.data?.layers) }]
      : [];
  });
}

function groupsOf(marks: readonly Mark[]): GroupMark[] {
  return marks.filter((mark): mark is GroupMark => mark.type === "group");
}

function allGroups(marks: readonly Mark[]): GroupMark[] {
  return groupsOf(marks).flatMap((group) => [group, ...allGroups(group.children)]);
}

/** Texts of these classes that stand in no inner group. */
function textsOf(marks: readonly Mark[], classes: readonly string[]): string[] {
  return marks.flatMap((mark) =>
    mark.type === "text" && classes.includes(mark.className ?? "") ? [mark.text] : [],
  );
}
