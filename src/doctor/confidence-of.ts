import type { Found } from "./diagnosis.ts";
import type { Evidence } from "./finding.ts";

/** No sign counts for more than one that is so many times its limit. */
const MOST = 10;

/** How sure a finding is: 1 for what is so by definition, else 1 − Π 1/(1 + r), each sign r times beyond its limit. */
export function confidenceOf({ certain, evidence }: Pick<Found, "certain" | "evidence">): number {
  return certain ? 1 : 1 - evidence.reduce((product, sign) => product / (1 + timesBeyond(sign)), 1);
}

/** How many times its limit a value is; below a limit, how many times the limit is the value. */
function timesBeyond({ value, threshold, beyond = "above" }: Evidence): number {
  const [large, small] = beyond === "above" ? [value, threshold] : [threshold, value];
  if (!(large > small)) return large === small ? 1 : Number.isNaN(value) ? MOST : 0;
  const times = large > 0 && small > 0 ? large / small : large < 0 ? small / large : MOST; // of different signs: any times
  return Math.min(MOST, times);
}
