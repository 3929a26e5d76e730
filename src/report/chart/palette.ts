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
 * One color for each variant in turn, the base's first in the ink of the text: the colors of Okabe and Ito (2008,
 * "Color Universal Design"), which color-blind readers can tell apart, darkened on white and lightened on black until
 * text in them is legible. Markers and dashes differ as well.
 */
const COLORS: { light: string; dark: string }[] = [
  { light: "#3b3f46", dark: "#c9ced6" }, // ink
  { light: "#0069a6", dark: "#5ab0e6" }, // blue
  { light: "#bd4b00", dark: "#ff8a4c" }, // vermillion
  { light: "#007a58", dark: "#3cc9a0" }, // bluish green
  { light: "#a84a85", dark: "#e59bc8" }, // reddish purple
  { light: "#8a6000", dark: "#f0b429" }, // orange
  { light: "#20759f", dark: "#9ad7f5" }, // sky blue
  { light: "#6f6600", dark: "#e8e06a" }, // yellow
];

const MARKERS: SymbolType[] = [symbolCircle, symbolSquare, symbolTriangle, symbolDiamond, symbolCross];
const DASHES = [undefined, undefined, "7 3", "2 3", "9 3 2 3", "5 2"];

/** The class that gives a variant's marks their color, as var(--series). */
export const seriesClass = (index: number) => `series-${index % COLORS.length}`;

/** The path of a variant's marker around (0, 0), `area` square units large. */
export const markerPath = (index: number, area: number) => symbol(MARKERS[index % MARKERS.length]!, area)()!;

/** The dashes of a variant's line; undefined is a solid line. */
export const dashOf = (index: number) => DASHES[index % DASHES.length];

/** The rules of all classes of `seriesClass`, for one scheme. */
export function seriesRules(scheme: "light" | "dark"): string {
  return COLORS.map((color, index) => `.series-${index}{--series:${color[scheme]}}`).join("");
}
