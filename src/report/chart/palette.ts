import {
  type SymbolType,
  symbol,
  symbolCircle,
  symbolCross,
  symbolDiamond,
  symbolSquare,
  symbolTriangle,
} from "d3-shape";

/**
 * One color for each variant in turn, the baseline's first, in the color of the text: the palette of Okabe and Ito (2008,
 * "Color Universal Design"), which color-blind readers can tell apart, darkened on white and lightened on black until text
 * is legible in it. Markers and dashes differ as well.
 */
const COLORS: readonly { light: string; dark: string }[] = [
  { light: "#3b3f46", dark: "#c9ced6" }, // ink
  { light: "#0069a6", dark: "#5ab0e6" }, // blue
  { light: "#bd4b00", dark: "#ff8a4c" }, // vermillion
  { light: "#007a58", dark: "#3cc9a0" }, // bluish green
  { light: "#a84a85", dark: "#e59bc8" }, // reddish purple
  { light: "#8a6000", dark: "#f0b429" }, // orange
  { light: "#20759f", dark: "#9ad7f5" }, // sky blue
  { light: "#6f6600", dark: "#e8e06a" }, // yellow
];

const MARKERS: readonly SymbolType[] = [symbolCircle, symbolSquare, symbolTriangle, symbolDiamond, symbolCross];
const DASHES = [undefined, undefined, "7 3", "2 3", "9 3 2 3", "5 2"];

/** The class that sets the color of a variant's marks, as var(--series). */
export function seriesClass(index: number): string {
  return `series-${index % COLORS.length}`;
}

/** The path of a variant's marker around (0, 0), with an area in square units. */
export function markerPath(index: number, area: number): string {
  return symbol(MARKERS[index % MARKERS.length], area)() ?? "";
}

/** The dashes of a variant's line; undefined is a solid line. */
export function dashOf(index: number): string | undefined {
  return DASHES[index % DASHES.length];
}

/** The rules of all classes of `seriesClass`, for one color scheme. */
export function seriesRules(scheme: "light" | "dark"): string {
  return COLORS.map((color, index) => `.series-${index}{--series:${color[scheme]}}`).join("");
}
