// biome-ignore-all lint/plugin: places of a slider; the number at a place is rounded to two or three digits, and the link has that.
import type { OptionShape } from "./option-shape.ts";

/** A slider: its places, and the numbers that they are. */
export interface Slider {
  min: number;
  max: number;
  step: number;
  valueAt(place: number): number;
  placeOf(value: number): number;
}

/** Ranges up to this many times their least number have even steps. */
const EVEN = 1000;
/** Orders of magnitude to both sides of the usual value, where a range has no end. */
const DECADES = 3;

/**
 * The slider of a number: even steps over a bounded range, orders of magnitude over one that is wide or open. None for counts
 * without an end.
 */
export function sliderOf(
  { low, high, whole }: Extract<OptionShape, { kind: "number" }>,
  usual: unknown,
): Slider | undefined {
  if (Number.isFinite(low) && Number.isFinite(high) && (high <= EVEN || high <= low * EVEN)) {
    const step = whole ? Math.max(1, Math.round((high - low) / 200)) : (high - low) / 100;
    const max = high === 1 && !whole ? high - step : high; // a share of 1 is refused
    return {
      min: low,
      max,
      step,
      valueAt: (place) => rounded(place, whole),
      placeOf: (value) => clamp(value, low, max),
    };
  }
  if (whole && !Number.isFinite(high)) return undefined;
  if (low < 0 || typeof usual !== "number" || usual <= 0) return undefined;
  const middle = Math.round(Math.log10(usual));
  const min = whole ? Math.log10(Math.max(low, 1)) : middle - DECADES;
  const max = Number.isFinite(high) ? Math.log10(high) : middle + DECADES;
  return {
    min,
    max,
    step: 0.05,
    valueAt: (place) => rounded(10 ** place, whole),
    placeOf: (value) => (value > 0 ? clamp(Math.log10(value), min, max) : min),
  };
}

/** Two digits: more would only look exact. */
function rounded(x: number, whole: boolean): number {
  return whole ? Math.round(Number(x.toPrecision(3))) : Number(x.toPrecision(2));
}

function clamp(x: number, low: number, high: number): number {
  return Math.min(Math.max(x, low), high);
}
