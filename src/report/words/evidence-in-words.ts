import type { Effect, Study } from "../../compare/study.ts";
import { counted, magnitude, pInWords, pointsOf } from "../../compare/words/number-words.ts";
import { signedWhole, whole } from "../../compare/words/time-words.ts";
import { sharesOfVariance } from "../../compare/words/variance-words.ts";
import { duration } from "../../train/progress/duration.ts";
import { signedInterval } from "./format.ts";
import { unitOf } from "./unit-of.ts";

/** What other tests say of a variant's difference, in short; "" where there are none. */
export function evidenceInWords(effect: Effect, study: Study): string {
  return [...ofDifference(effect, study), ...ofTime(effect), ...ofVariance(effect)].join("; ");
}

function ofDifference({ difference }: Effect, study: Study): string[] {
  if (difference === undefined) return [];
  const unit = unitOf(study);
  const { bootstrap, sign, permutation, size, detectable, equivalence, count } = difference;
  const said = [];
  if (bootstrap) said.push(`bootstrap interval ${signedInterval({ mean: 0, count, ...bootstrap }, unit)}`);
  if (sign)
    said.push(
      `higher in ${sign.higher} of ${counted(count, "seed")}, lower in ${sign.lower} (sign test ${pInWords(sign.p)})`,
    );
  if (permutation) said.push(`permutation test ${pInWords(permutation.p)}${leastP(count)}`);
  if (size)
    said.push(`effect size d_z ${inShort(size.d)} (${inShort(size.low)} to ${inShort(size.high)})${unbiased(size.g)}`);
  if (study.untilDecided && said.length > 0) said.push("these do not allow for several looks");
  if (equivalence)
    said.push(
      `within ±${magnitude(equivalence.margin, unit)}${pointsOf(unit)}: two one-sided tests ${pInWords(equivalence.p)}, 90 % interval ` +
        signedInterval({ mean: 0, count, low: equivalence.low, high: equivalence.high }, unit),
    );
  if (detectable) said.push(powerInWords(detectable, unit));
  return said;
}

/** What so few runs could have found; of a share a difference is at most 1. */
function powerInWords(detectable: number, unit: ReturnType<typeof unitOf>): string {
  if (unit === "share" && detectable >= 1) return "too few seeds to find any difference in 4 of 5 such studies";
  return `4 of 5 such studies would find a difference of ${magnitude(detectable, unit)}${pointsOf(unit)}`;
}

/** With up to 5 seeds no flips of signs can be significant. */
function leastP(count: number): string {
  const least = 2 ** (1 - count);
  return least >= 0.05 ? `, of at least ${least.toPrecision(2)} with ${counted(count, "seed")}` : "";
}

function unbiased(g: number | undefined): string {
  return g === undefined ? "" : `, Hedges' g ${inShort(g)}`;
}

function inShort(size: number): string {
  return size.toFixed(2).replace("-", "−");
}

function ofTime({ time }: Effect): string[] {
  if (time === undefined) return [];
  const { reached, count, steps, seconds, horizon, difference } = time;
  const own = `target reached in ${reached} of ${counted(count, "run")}`;
  if (reached === 0) return [own];
  const mean = `after ${whole(steps.mean)} steps (${duration(seconds.mean)}) on average`;
  const cut = horizon === undefined ? "" : `, counted up to ${whole(horizon.steps)} steps`;
  const against = difference === undefined ? "" : `, ${signedWhole(difference.steps.mean)} steps against the baseline`;
  return [`${own}, ${mean}${cut}${against}`];
}

function ofVariance({ variance }: Effect): string[] {
  const shares = variance === undefined ? "" : sharesOfVariance(variance);
  return shares === "" ? [] : [`variance: ${shares}`];
}
