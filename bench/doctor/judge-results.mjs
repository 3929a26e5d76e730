// What the results of the doctor's bench come to.
// @ts-check
import { estimate } from "../../dist/compare/statistics/estimate.js";
import { CONFIDENCE } from "../../dist/compare/statistics/levels.js";
import { pairedDifference } from "../../dist/compare/statistics/paired-difference.js";
import { studentTQuantile } from "../../dist/compare/statistics/student-t.js";

/** A fault matters if it changes the main metric: DeepCrime's rule, p < 0.05 and |d| ≥ 0.5 (Humbatova et al. 2021). */
const [P, D] = [0.05, 0.5];

/** These are never more than information. */
const INFORMATION = ["capacityOff", "biasBeforeNorm", "stoppedTooSoon", "validationEasier"];

/** Whether a healthy run was warned of anything. */
const isWarned = (/** @type {any} */ { healthy }) => healthy === false;
/** Whether a disease was told: by a warning, or as the information that it can be at most. */
export const isFound = (/** @type {any} */ run) =>
  isWarned(run) ||
  run.findings.some(({ diagnosis }) => INFORMATION.includes(diagnosis) && diagnosis === run.fault.split("/")[0]);
/** The name of the first finding: of warnings, where there are any. */
export const firstOf = (/** @type {any} */ { findings }) =>
  (findings.find(({ severity }) => severity !== "information") ?? findings[0])?.diagnosis;

/** @param {readonly any[]} rows of one part */
export function judged(rows) {
  const healthy = rows.filter(({ fault }) => fault === undefined);
  const groups = new Map();
  for (const row of rows.filter(({ fault }) => fault !== undefined)) {
    const key = `${row.fault} in ${row.recipe}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const all = [...groups].map(([key, runs]) =>
    groupOf(
      key,
      runs,
      healthy.filter(({ recipe }) => recipe === runs[0].recipe),
    ),
  );
  const mattering = all.filter(({ matters }) => matters);
  const runs = mattering.flatMap(({ runs }) => runs);
  const detected = runs.filter(isFound);
  const right = detected.filter((run) => run.right.includes(firstOf(run)));
  const treated = mattering.filter(({ treated }) => treated.length > 0);
  const sum = (/** @type {(group: any) => number} */ of) => treated.reduce((total, group) => total + of(group), 0);
  return {
    healthy: { runs: healthy.length, warned: healthy.filter(isWarned), within: withinOthers(healthy) },
    groups: all,
    mattering,
    sick: { runs: runs.length, detected: detected.length, right: right.length },
    cured: {
      of: sum(({ treated }) => treated.length),
      cured: sum(({ cured }) => cured.length),
      byMean: sum(({ treated, isMeanWithin }) => (isMeanWithin ? treated.length : 0)),
      notWorse: sum(({ treated, isNotWorse }) => (isNotWorse ? treated.length : 0)),
      ofData: detected.filter(({ curable }) => !curable).length,
      told: detected.filter((run) => run.curable && !isWarned(run)).length,
    },
    published: publishedOf(healthy, runs),
  };
}

/** How many healthy runs lie within what the other healthy runs of their recipe give: about 95 % of equal runs do. */
function withinOthers(healthy) {
  const ended = healthy.filter(({ test }) => Number.isFinite(test?.value));
  return ended.filter((run) => {
    const others = ended.filter((other) => other.recipe === run.recipe && other.seed !== run.seed);
    return isWithin(run, others);
  }).length;
}

/**
 * Whether a run is as good as one more healthy run would be with a probability of 95 %: not worse than
 * mean ∓ t(0.95; n − 1) · s · √(1 + 1/n) of n healthy runs, the prediction interval of a single run to its worse side.
 */
function isWithin({ test }, healthy) {
  const values = healthy.map((run) => run.test.value);
  const { mean, deviation = 0, count } = estimate(values);
  if (!Number.isFinite(test?.value) || test.failed) return false;
  if (count < 2) return false;
  const reach = studentTQuantile(CONFIDENCE, count - 1) * deviation * Math.sqrt(1 + 1 / count);
  const worse = test.name === "accuracy" ? mean - test.value : test.value - mean;
  return worse <= reach + 1e-9;
}

/** @param {string} key @param {any[]} runs @param {any[]} healthy all runs of the same recipe */
function groupOf(key, runs, healthy) {
  const measured = healthy.filter(({ test }) => Number.isFinite(test?.value));
  const twinOf = (/** @type {any} */ run) => measured.find(({ seed }) => seed === run.seed)?.test.value;
  const pairs = runs.filter((run) => Number.isFinite(run.test?.value) && twinOf(run) !== undefined);
  const refused = runs.every(({ error, test }) => error !== undefined || test?.failed);
  const {
    mean = refused ? Number.NaN : 0,
    deviation = 0,
    p = 1,
  } = pairs.length < 2
    ? {}
    : pairedDifference(
        pairs.map(({ test }) => test.value),
        pairs.map(twinOf),
      );
  const d = deviation === 0 ? (mean === 0 ? 0 : Math.sign(mean) * Infinity) : mean / deviation;
  const matters = refused || (p < P && Math.abs(d) >= D);
  const own = estimate(runs.map(twinOf).filter((value) => value !== undefined));
  const treated = runs.filter(({ cure, ...run }) => cure !== undefined && isFound(run));
  const mended = treated.map(({ cure, seed }) => ({ seed, value: cure.test.value }));
  const ended = mended.filter(({ value }) => Number.isFinite(value));
  const after = estimate(ended.map(({ value }) => value)).mean;
  const higher = measured[0]?.test.name === "accuracy";
  return {
    ...{ key, runs, matters, mean, p, d, healthy: own, treated, mended: after },
    cured: treated.filter(({ cure }) => isWithin(cure, measured)),
    // Two other answers, for all runs of a group together.
    isMeanWithin: higher ? after >= (own.low ?? own.mean) : after <= (own.high ?? own.mean),
    isNotWorse: isNotWorse(ended, twinOf, higher),
  };
}

/** Whether paired runs do not show that the cured ones are worse than the healthy ones. */
function isNotWorse(mended, twinOf, higher) {
  const pairs = mended.filter((run) => twinOf(run) !== undefined);
  if (pairs.length < 2) return false;
  const { mean, p } = pairedDifference(
    pairs.map(({ value }) => value),
    pairs.map(twinOf),
  );
  return mean === 0 || mean > 0 === higher || (p ?? 1) >= P;
}

/** For each tool, the share of healthy and of sick runs of which any rule says something. */
function publishedOf(healthy, sick) {
  const tools = Object.keys(healthy.find(({ published }) => published)?.published ?? {});
  const share = (list, tool) => {
    const looked = list.filter(({ published }) => published !== undefined && published !== null);
    return looked.length === 0
      ? Number.NaN
      : looked.filter(({ published }) => published[tool].length > 0).length / looked.length;
  };
  return tools.map((tool) => ({ tool, healthy: share(healthy, tool), sick: share(sick, tool) }));
}
