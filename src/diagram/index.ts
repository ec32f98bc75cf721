export { drawArithmetic } from "./arithmetic.ts";
export { type Measure, measureArimo } from "./font.ts";
export { type DrawOptions, drawMaps } from "./maps.ts";
export { drawNeurons } from "./neurons.ts";
export type { Mark, Scene } from "./scene.ts";
export { paintInto, toSvg } from "./svg.ts";
export { type Theme, type ThemeName, themes } from "./theme.ts";
export { type View, type ViewName, viewFor, views } from "./views.ts";
export { drawnFor, textSize, type Width, type WidthName, widths } from "./width.ts";
