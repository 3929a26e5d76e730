import { usageError } from "../../errors.ts";
import { pow } from "../../exact-math/pow.ts";
import { show } from "../../options/show.ts";

/** Numbers that a value is drawn from. Plain JSON; made by `uniformBetween` and `logUniform`. */
export interface Range {
  /** The least that is tried. */
  low: number;
  /** The most that is tried. */
  high: number;
  /** Whether each factor is as likely as any other ("log"), or each difference ("linear"). */
  scale: "log" | "linear";
}

/**
 * Values to tune between two numbers above 0, each order of magnitude as likely as any other: for learning rates and decays.
 * @throws a usage error unless 0 < low < high.
 * @example
 * compare({ vary: { optimizer: ["sgd", "adam"] }, tune: { learningRate: logUniform(1e-4, 1e-1) } });
 */
export function logUniform(low: number, high: number): Range {
  if (!(Number.isFinite(low) && Number.isFinite(high) && low > 0 && high > low))
    throw usageError({
      where: "logUniform",
      expected: "two numbers with 0 < low < high",
      received: `${show(low)}, ${show(high)}`,
    });
  return { low, high, scale: "log" };
}

/**
 * Values to tune between two numbers, each as likely as any other: for dropout rates and momentum.
 * @throws a usage error unless low < high.
 * @example
 * compare({ vary: { optimizer: ["sgd", "adam"] }, tune: { dropout: uniformBetween(0, 0.6) } });
 */
export function uniformBetween(low: number, high: number): Range {
  if (!(Number.isFinite(low) && Number.isFinite(high) && high > low))
    throw usageError({
      where: "uniformBetween",
      expected: "two numbers with low < high",
      received: `${show(low)}, ${show(high)}`,
    });
  return { low, high, scale: "linear" };
}

/** The number at a share of the range, 0 to 1, with three digits: more would only look exact. */
export function valueAt({ low, high, scale }: Range, share: number): number {
  const value = scale === "log" ? low * pow(high / low, share) : low + (high - low) * share;
  return Number(value.toPrecision(3));
}

/** Whether a value is a range, made by hand or not. */
export function isRange(value: unknown): value is Range {
  const { low, high, scale } = (value ?? {}) as Partial<Range>;
  if (typeof low !== "number" || typeof high !== "number" || !Number.isFinite(high) || !(low < high)) return false;
  return scale === "linear" || (scale === "log" && low > 0);
}
