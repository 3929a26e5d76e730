import type { Measured } from "../examination.ts";

/** The mean of the last measurements, of the same samples each: their errors are not independent, so the error stays. */
export function lateMean(measured: readonly (Measured | undefined)[], last = 3): Measured | undefined {
  const late = measured.slice(-last).filter((one) => one !== undefined);
  if (late.length === 0) return undefined;
  const mean = (key: "mean" | "error") => late.reduce((sum, one) => sum + one[key], 0) / late.length;
  return { mean: mean("mean"), error: mean("error"), count: late[0].count };
}
