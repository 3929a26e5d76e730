import { exp } from "../../exact-math/exp.ts";
import { CONFIDENCE } from "./levels.ts";
import { logGamma } from "./log-gamma.ts";
import { noncentralTShift } from "./noncentral-t.ts";

/** How large a difference is against how much it varies from pair to pair. Plain JSON. */
export interface EffectSize {
  /** Cohen's d_z: the mean difference over the standard deviation of the differences. */
  d: number;
  /** Hedges' g: d without its bias in small samples; 0.8 of d with 5 seeds. Absent with 2 seeds. */
  g?: number;
  /** Where the 95 % interval of the true d_z begins. */
  low: number;
  /** Where it ends. */
  high: number;
}

/**
 * The size of a mean difference in standard deviations of the differences (Cohen 1988, "Statistical Power Analysis", section
 * 2.3.5), with Hedges' correction Γ(ν/2) / (√(ν/2) · Γ((ν − 1)/2)), ν = n − 1 (Hedges 1981, J. of Educational Statistics 6), and the
 * exact interval, from the noncentral t distribution (Cumming and Finch 2001, Educational and Psychological Measurement 61).
 * None where nothing varies, or with one pair.
 */
export function effectSize(mean: number, deviation: number | undefined, count: number): EffectSize | undefined {
  if (deviation === undefined || !(deviation > 0) || count < 2) return undefined;
  const df = count - 1;
  const d = mean / deviation;
  const t = d * Math.sqrt(count);
  const end = (p: number) => noncentralTShift(t, df, p) / Math.sqrt(count);
  const tail = (1 - CONFIDENCE) / 2;
  const correction = exp(logGamma(df / 2) - logGamma((df - 1) / 2)) / Math.sqrt(df / 2);
  return { d, ...(df > 1 && { g: d * correction }), low: end(1 - tail), high: end(tail) };
}
