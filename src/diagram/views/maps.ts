import type { CheckedNet } from "../../ir/net.ts";
import { bodyOf, shapeLabel } from "../bodies/bodies.ts";
import { blockBox } from "../bodies/box.ts";
import { captionOf, NO_CAPTION } from "../bodies/captions.ts";
import { kernelRow, scaleOfKernels } from "../bodies/written-kernels.ts";
import type { Drawing } from "../flow/entries.ts";
import { drawFlow, type Look } from "../flow/flow.ts";
import { measureArimo } from "../scene/font.ts";
import type { Scene } from "../scene/scene.ts";
import { TEXT } from "../scene/theme.ts";
import { withFault } from "../stages/fault.ts";
import type { Foldings } from "../stages/foldings.ts";
import { namesOf } from "../stages/names.ts";
import type { DrawOptions } from "../stages/options.ts";
import { type Shown, shownOf, shownWhole } from "../stages/shown.ts";
import { sizesOf } from "../stages/sizes.ts";
import { type Stage, stagesOf } from "../stages/stages.ts";

/** Nets with more stages than this, or with more than two ways side by side, are drawn with smaller maps. */
const LARGE = 14;
/** Room in px below which their maps are smaller still. */
const NARROW = 1000;
/** Repeats of nets with more stages than this are drawn once, where nothing else is asked for. */
const MOST_STAGES = 40;

/** Draws the values of a net and the layers between them, to scale. A pure function; sizes in px. */
export function drawMaps(net: CheckedNet, options: DrawOptions = {}): Scene {
  const { width: room = 1280, measure = measureArimo } = options;
  const shown = shownMaps(withFault(net, options.fault), options);
  const look = mapsLook(shown.net, shown.stages, shown.blocks, room, options);
  return drawFlow(net, shown, look, options, measure);
}

/** How maps are drawn, on the scales that suit the net and `room` px. */
export function mapsLook(
  net: CheckedNet,
  stages: readonly Stage[],
  blocks: Foldings["blocks"],
  room: number,
  { source, measure = measureArimo }: DrawOptions,
): Look {
  const large = stages.length > LARGE || stages.some((stage) => stage.consumers.length > 2);
  const sizes = sizesOf(stages, large ? (room < NARROW ? "narrow" : "compact") : "roomy");
  const scale = scaleOfKernels(stages.map(({ node }) => node).filter(({ id }) => !blocks.has(id)));
  const draw = (stage: Stage): Drawing => {
    const label = shapeLabel(stage.node);
    const labelWidth = measure(label, TEXT, false);
    const block = blocks.get(stage.node.id);
    if (block)
      return { body: blockBox(block, stage, source, measure), caption: NO_CAPTION, label, labelWidth };
    const body = bodyOf(stage, namesOf(net, stage), sizes, measure);
    const caption = captionOf(stage, measure, sizes.caption);
    const kernels = scale && kernelRow(stage.node, scale, measure);
    return { body, caption, label, labelWidth, kernels };
  };
  const remark = "Sizes of maps are to a logarithmic scale.";
  return { draw, gap: sizes.gap, remark, ...(scale ? { shades: scale } : {}) };
}

function shownMaps(net: CheckedNet, { depth, expand = [] }: DrawOptions): Shown {
  const stages = stagesOf(net);
  if (depth === "all" || (depth === undefined && stages.length <= MOST_STAGES))
    return shownWhole(net, stages);
  return shownOf(net, { repeats: true, expand, ...(depth === undefined ? {} : { depth }) });
}
