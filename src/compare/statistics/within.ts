import { defined } from "../../options/defined.ts";
import type { Estimate } from "./estimate.ts";

/**
 * The estimate with its interval cut to [least, most], outside of which no mean can lie: the rest contains the true mean
 * just as often. The ends that were cut off are kept as `beyond`.
 */
export function within<E extends Estimate>(each: E, least: number, most: number): E {
  const { low = least, high = most } = each;
  if (low >= least && high <= most) return each;
  const beyond = defined({ low: low < least ? low : undefined, high: high > most ? high : undefined });
  return { ...each, low: Math.max(low, least), high: Math.min(high, most), beyond };
}
