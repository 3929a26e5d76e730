import { exp } from "../../exact-math/exp.ts";
import { log } from "../../exact-math/log.ts";
import { logGamma } from "./log-gamma.ts";
import { normalCdf } from "./normal.ts";

/** Panels of the integral over the estimated deviation, and of the part of it where the integrand rises. */
const PANELS = 12;
const RISE = [-9, -4, -2, -1, 0, 1, 2, 4, 9];
/** Nodes and weights of Gauss and Legendre's rule for ten points, on [0, 1] (DLMF 3.5.20). */
const NODES = [0.1488743389816312, 0.4333953941292472, 0.6794095682990244, 0.8650633666889845, 0.9739065285171717];
const WEIGHTS = [0.2955242247147529, 0.2692667193099963, 0.219086362515982, 0.1494513491505806, 0.0666713443086881];

/**
 * P(T ≤ t) for Student's t about a shift: T = (Z + shift) / S, with S² a χ² over its degrees of freedom:
 * ∫ Φ(t · s − shift) · f(s) ds, f the density of S (Johnson, Kotz and Balakrishnan 1995, "Continuous Univariate Distributions",
 * chapter 31).
 */
export function noncentralTCdf(t: number, df: number, shift: number): number {
  if (t === 0) return normalCdf(-shift);
  if (t < 0) return 1 - noncentralTCdf(-t, df, -shift);
  const logFront = log(2) + (df / 2) * log(df / 2) - logGamma(df / 2);
  const density = (s: number) => exp(logFront + (df - 1) * log(s) - (df * s * s) / 2);
  const [low, high] = [Math.max(0, 1 - 9 / Math.sqrt(df)), 1 + 9 / Math.sqrt(df)];
  const even = Array.from({ length: PANELS + 1 }, (_, i) => low + ((high - low) * i) / PANELS);
  const rises = RISE.map((z) => (shift + z) / t).filter((s) => s > low && s < high);
  const ends = [...even, ...rises].sort((a, b) => a - b);
  let sum = 0;
  for (let i = 1; i < ends.length; i++) {
    const [middle, half] = [(ends[i] + ends[i - 1]) / 2, (ends[i] - ends[i - 1]) / 2];
    for (let k = 0; k < NODES.length; k++)
      for (const s of [middle - half * NODES[k], middle + half * NODES[k]])
        sum += half * WEIGHTS[k] * normalCdf(t * s - shift) * density(s);
  }
  return Math.min(1, sum);
}

/**
 * The shift about which P(T ≤ t) = p: the ends of its interval (Steiger and Fouladi 1997, "Noncentrality interval estimation"). By
 * the Illinois variant of false position (Dowell and Jarratt 1971, BIT 11).
 */
export function noncentralTShift(t: number, df: number, p: number): number {
  const off = (shift: number) => noncentralTCdf(t, df, shift) - p;
  let reach = 3 * Math.sqrt(1 + (t * t) / (2 * df));
  let [low, high] = [t - reach, t + reach];
  let [above, below] = [off(low), off(high)]; // the chance falls as the shift rises
  while (above < 0 || below > 0) {
    reach *= 2;
    [low, high] = [t - reach, t + reach];
    [above, below] = [off(low), off(high)];
  }
  let side = 0;
  for (let step = 0; step < 200 && high - low > 1e-11 * Math.max(1, Math.abs(low), Math.abs(high)); step++) {
    const shift = (low * below - high * above) / (below - above);
    const here = off(shift);
    if (Math.abs(here) < 1e-14) return shift;
    if (here > 0) {
      [low, above] = [shift, here];
      if (side === 1) below /= 2;
      side = 1;
    } else {
      [high, below] = [shift, here];
      if (side === -1) above /= 2;
      side = -1;
    }
  }
  return (low + high) / 2;
}
