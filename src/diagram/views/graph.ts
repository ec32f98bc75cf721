import type { CheckedNet } from "../../ir/net.ts";
import { bodyOf, shapeLabel } from "../bodies/bodies.ts";
import { blockBox, layerBox } from "../bodies/box.ts";
import { type Caption, captionOf, NO_CAPTION } from "../bodies/captions.ts";
import type { Drawing } from "../flow/entries.ts";
import { drawFlow } from "../flow/flow.ts";
import { type Measure, measureArimo } from "../scene/font.ts";
import type { Scene } from "../scene/scene.ts";
import { TEXT } from "../scene/theme.ts";
import { withFault } from "../stages/fault.ts";
import { namesOf } from "../stages/names.ts";
import type { DrawOptions } from "../stages/options.ts";
import { type Shown, shownOf, shownWhole } from "../stages/shown.ts";
import { sizesOf } from "../stages/sizes.ts";
import { type Stage, stagesOf, weightsSaid } from "../stages/stages.ts";

const GAP = 34;
/** Nets of no more boxes than this are drawn whole, where no depth is asked for. */
const FEW_BOXES = 24;
/** Blocks are opened as long as the figure has no more boxes than this, where no depth is asked for. */
const MOST_BOXES = 40;

/** Draws the layers of a net as boxes, its blocks folded and its repeats once. A pure function; sizes in px. */
export function drawGraph(net: CheckedNet, options: DrawOptions = {}): Scene {
  const { measure = measureArimo } = options;
  const shown = shownGraph(withFault(net, options.fault), options);
  const sizes = sizesOf(shown.stages, "compact");
  const draw = (stage: Stage): Drawing => {
    const label = shapeLabel(stage.node);
    const labelWidth = measure(label, TEXT, false);
    const block = shown.blocks.get(stage.node.id);
    if (block)
      return {
        body: blockBox(block, stage, options.source, measure),
        caption: NO_CAPTION,
        label,
        labelWidth,
      };
    if (stage.tint !== "join")
      return { body: layerBox(stage, measure), caption: NO_CAPTION, label, labelWidth };
    const body = bodyOf(stage, namesOf(shown.net, stage), sizes, measure);
    const caption = withoutSums(captionOf(stage, measure, sizes.caption), stage, measure);
    return { body, caption, label, labelWidth: Math.max(labelWidth, caption.width), close: true };
  };
  const remark = "What is drawn once for many rounds stands under a bracket.";
  return drawFlow(net, shown, { draw, gap: GAP, remark }, options, measure);
}

/** A caption that says how many weights there are, as boxes do. */
function withoutSums({ names }: Caption, stage: Stage, measure: Measure): Caption {
  const sums = weightsSaid(stage);
  const widths = [
    ...names.map((name) => measure(name, TEXT, true)),
    ...sums.map((sum) => measure(sum, TEXT, false)),
  ];
  return { names, sums, width: Math.max(0, ...widths) };
}

/** As deep as is asked for; else as deep as leaves few boxes. */
function shownGraph(net: CheckedNet, { depth, expand = [] }: DrawOptions): Shown {
  if (depth === "all") return shownWhole(net);
  if (depth !== undefined) return shownOf(net, { repeats: true, depth, expand });
  const stages = stagesOf(net);
  if (stages.length <= FEW_BOXES) return shownWhole(net, stages);
  const least = Math.min(1, deepest(net));
  for (let level = deepest(net); level > least; level--) {
    const shown = shownOf(net, { repeats: true, depth: level, expand });
    if (shown.stages.length <= MOST_BOXES) return shown;
  }
  return shownOf(net, { repeats: true, depth: least, expand });
}

/** How many blocks stand in each other at most. */
function deepest({ nodes }: CheckedNet): number {
  return nodes.reduce(
    (most, { scopes }) =>
      Math.max(most, scopes.filter(({ kind }) => kind !== "repeat" && kind !== "branch").length),
    0,
  );
}
