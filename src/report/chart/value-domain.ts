import { extent, quantile } from "d3-array";
import { scaleLinear, scaleLog } from "d3-scale";
import type { Scale } from "./axes.ts";
import type { CurvePoint } from "./learning.ts";

/** The values that a vertical axis spans. */
export interface ValueDomain {
  domain: [number, number];
  /** Whether values far from the rest lie beyond it. */
  cut: boolean;
  logarithmic: boolean;
}

/**
 * The values that an axis for these lines spans. Means far from most others (Tukey's fences: 1.5 times the interquartile
 * range beyond the quartiles), as in the first epochs, are cut off, so that the rest can be told apart.
 */
export function valueDomain(lines: readonly { points: readonly CurvePoint[] }[]): ValueDomain {
  const points = lines.flatMap((each) => each.points);
  const [least, most] = extent(points.flatMap(({ low, high }) => [low, high]));
  if (least === undefined) return { domain: [0, 1], cut: false, logarithmic: false };
  if (isLogarithmic([least, most])) return { domain: [least, most], cut: false, logarithmic: true };
  const means = points.map(({ mean }) => mean);
  const [lower, upper] = [quantile(means, 0.25) ?? least, quantile(means, 0.75) ?? most];
  const fence = points.length < 8 ? Number.POSITIVE_INFINITY : 1.5 * (upper - lower);
  const domain: [number, number] = [Math.max(least, lower - fence), Math.min(most, upper + fence)];
  if (domain[0] < domain[1]) return { domain, cut: domain[0] > least || domain[1] < most, logarithmic: false };
  const room = 0.5 * (Math.abs(lower) || 1);
  return { domain: [lower - room, lower + room], cut: least < most, logarithmic: false };
}

/** Whether values span more than a factor of 50, which only a logarithmic axis can show. */
function isLogarithmic([least, most]: readonly [number, number]): boolean {
  return least > 0 && most / least > 50;
}

export function valueScale(domain: readonly [number, number], range: readonly [number, number]): Scale {
  return isLogarithmic(domain) ? scaleLog(domain, range) : scaleLinear(domain, range).nice(5);
}
