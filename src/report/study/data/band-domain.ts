import { extent, mean } from "d3-array";
import type { CurvePoint } from "../../chart/learning.ts";
import type { Line } from "../../chart/line.ts";
import { type ValueDomain, valueDomain } from "../../chart/value-domain.ts";

/** The values that an axis spans, and how bands fit it. */
export interface BandDomain extends ValueDomain {
  /** Whether some reach beyond it. */
  bandsCut: boolean;
  /** Whether they cover most of it: several would hide one another. */
  bandsCover: boolean;
}

/**
 * The values that an axis for means with intervals spans. Intervals of two or three seeds are so wide that the means could not
 * be told apart beside them: they reach at most one and a half times the range of the means further out.
 */
export function bandDomain(lines: readonly Line[]): BandDomain {
  const points = lines.flatMap((line) => line.points);
  const [least = 0, most = 0] = extent(points, ({ mean }) => mean);
  const room = 1.5 * (most - least || Math.abs(most) || 1);
  const highest = most + room;
  // A band alone makes no axis logarithmic.
  const lowest = least > 0 ? Math.max(least - room, Math.min(least / 2, highest / 49)) : least - room;
  const bandsCut = points.some(({ low, high }) => low < lowest || high > highest);
  const near = lines.map((line) => ({
    points: line.points.map((point) => ({
      ...point,
      low: Math.max(point.low, lowest),
      high: Math.min(point.high, highest),
    })),
  }));
  const axis = valueDomain(near);
  const [from, to] = axis.domain;
  const covered = points.map(({ low, high }) => (Math.min(high, to) - Math.max(low, from)) / (to - from));
  return { ...axis, bandsCut, bandsCover: (mean(covered) ?? 0) > 0.6 };
}

/** The same curves without bands. */
export function withoutBands(lines: readonly Line[]): Line[] {
  const bare = (point: CurvePoint): CurvePoint => ({ ...point, low: point.mean, high: point.mean });
  return lines.map((line) => ({ ...line, points: line.points.map(bare) }));
}
