export { isMeasured, type Measure, measureArimo } from "./scene/font.ts";
export type { Mark, Scene } from "./scene/scene.ts";
export { type Theme, type ThemeName, themes } from "./scene/theme.ts";
export { drawnFor, textSize, type Width, type WidthName, widths } from "./scene/width.ts";
export type { Fault } from "./stages/fault.ts";
export type { DrawOptions } from "./stages/options.ts";
export { drawArithmetic } from "./views/arithmetic.ts";
export { drawGraph } from "./views/graph.ts";
export { drawKernels, type Example, shownNodes } from "./views/kernels/feature-maps.ts";
export { drawMaps } from "./views/maps.ts";
export { drawNeurons } from "./views/neurons.ts";
export type { Answers } from "./views/plot/answers.ts";
export { drawPlot, fieldsOf, hiddenLayer } from "./views/plot/plot.ts";
export {
  type Need,
  needsOf,
  type ViewName,
  type ViewOption,
  viewOptions,
  viewsTaking,
} from "./views/terms.ts";
export type { History } from "./views/training.ts";
export { type Given, refusalOf, type View, viewFor, views } from "./views/views.ts";
export { toSvg } from "./write/svg.ts";
