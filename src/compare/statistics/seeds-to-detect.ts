import { CONFIDENCE, POWER } from "./levels.ts";
import { studentTQuantile } from "./student-t.ts";

/** The largest number of seeds ever recommended. */
export const MOST_SEEDS = 10_000;

/**
 * Roughly how many seeds a paired t test at 5 % needs to find a true mean difference of this size in 4 studies of 5: the
 * smallest n with n ≥ ((t(0.975; n − 1) + t(0.8; n − 1)) · deviation / difference)², at most `MOST_SEEDS` (Zar 2010,
 * "Biostatistical Analysis", section 7.7).
 */
export function seedsToDetect(difference: number, deviation: number): number {
  const ratio = Math.abs(deviation / difference);
  const enough = (n: number) =>
    Math.sqrt(n) >= ratio * (studentTQuantile((1 + CONFIDENCE) / 2, n - 1) + studentTQuantile(POWER, n - 1));
  if (!enough(MOST_SEEDS)) return MOST_SEEDS;
  let [tooFew, plenty] = [1, MOST_SEEDS];
  while (plenty - tooFew > 1) {
    const middle = (tooFew + plenty) >> 1;
    if (enough(middle)) plenty = middle;
    else tooFew = middle;
  }
  return plenty;
}
