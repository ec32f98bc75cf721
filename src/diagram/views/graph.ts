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
import { type Folded, folded } from "../stages/fold.ts";
import { namesOf } from "../stages/names.ts";
import type { DrawOptions } from "../stages/options.ts";
import { sizesOf } from "../stages/sizes.ts";
import { type Stage, stagesOf } from "../stages/stages.ts";

const GAP = 34;
/** Nets of no more boxes than this are drawn whole, where no depth is asked for. */
const FEW_BOXES = 24;
/** Blocks are opened as long as the figure has no more boxes than this, where no depth is asked for. */
const MOST_BOXES = 40;

/** Draws the layers of a net as boxes, its blocks folded and its repeats once. A pure function; sizes in px. */
export function drawGraph(net: CheckedNet, options: DrawOptions = {}): Scene {
  const { measure = measureArimo } = options;
  const what = foldedGraph(withFault(net, options.fault), options);
  const stages = stagesOf(what.net);
  const sizes = sizesOf(stages, "compact");
  const draw = (stage: Stage): Drawing => {
    const label = shapeLabel(stage.node);
    const labelWidth = measure(label, TEXT, false);
    const block = what.blocks.get(stage.node.id);
    if (block)
      return { body: blockBox(block, options.source, measure), caption: NO_CAPTION, label, labelWidth };
    if (stage.tint !== "join")
      return { body: layerBox(stage, measure), caption: NO_CAPTION, label, labelWidth };
    const body = bodyOf(stage, namesOf(net, stage), sizes, measure);
    const caption = namesAlone(captionOf(stage, measure, sizes.caption), measure);
    return { body, caption, label, labelWidth: Math.max(labelWidth, caption.width), close: true };
  };
  const remark = "What is drawn once for many rounds stands under a bracket.";
  return drawFlow(net, stages, what, { draw, gap: GAP, remark }, options, measure);
}

function namesAlone({ names }: Caption, measure: Measure): Caption {
  return { names, sums: [], width: Math.max(0, ...names.map((name) => measure(name, TEXT, true))) };
}

/** As deep as is asked for; else as deep as leaves few boxes. */
function foldedGraph(net: CheckedNet, { depth, expand = [] }: DrawOptions): Folded {
  if (depth === "all") return folded(net, { repeats: false });
  if (depth !== undefined) return folded(net, { repeats: true, depth, expand });
  const whole = folded(net, { repeats: false });
  if (stagesOf(net).length <= FEW_BOXES) return whole;
  for (let level = deepest(net); level > 0; level--) {
    const what = folded(net, { repeats: true, depth: level, expand });
    if (what.net.nodes.length <= MOST_BOXES || stagesOf(what.net).length <= MOST_BOXES) return what;
  }
  return folded(net, { repeats: true, depth: Math.min(1, deepest(net)), expand });
}

/** How many blocks stand in each other at most. */
function deepest({ nodes }: CheckedNet): number {
  return nodes.reduce(
    (most, { scopes }) =>
      Math.max(most, scopes.filter(({ kind }) => kind !== "repeat" && kind !== "branch").length),
    0,
  );
}
