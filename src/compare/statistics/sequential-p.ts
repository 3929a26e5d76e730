import { exp } from "../../exact-math/exp.ts";
import { log } from "../../exact-math/log.ts";
import { alphaSpending } from "./alpha-spending.ts";

/**
 * One p from those of several looks: the smallest α whose levels one of them reaches. It is valid however and whenever the
 * looking ends, so that Holm's correction applies to it as to any other (Liu and Anderson 2008, "On adaptive extensions of
 * group sequential trials", J. of the American Statistical Association 103).
 * @param ps two-sided, at the looks so far.
 */
export function sequentialP(ps: readonly number[], looks: readonly number[], most: number): number {
  if (ps.some((p) => p === 0)) return 0;
  const reached = (alpha: number) => {
    const levels = alphaSpending(looks.slice(0, ps.length), most, alpha);
    return ps.some((p, i) => p <= levels[i].level);
  };
  if (!reached(1 - 1e-9)) return 1;
  // A level is never above α. In the logarithm of α, as it may be tiny.
  let [low, high] = [log(Math.max(1e-300, Math.min(...ps))) - 1e-6, 0];
  while (high - low > 1e-6) {
    const middle = (low + high) / 2;
    if (reached(exp(middle))) high = middle;
    else low = middle;
  }
  return exp(high);
}
