import type { Comparison } from "../../findings.ts";
import { SIGNIFICANCE } from "../../statistics/levels.ts";
import { MOST_SEEDS, seedsToDetect } from "../../statistics/seeds-to-detect.ts";
import type { Finding, FindingKind } from "../../study.ts";
import { magnitude, pInWords, signed } from "../number-words.ts";
import { pointsOf, sizeIn, testMetric } from "./quantities.ts";
import { ratesInWords } from "./rates.ts";

/** What can be concluded about one variant, as one sentence. */
export function verdict(finding: Finding, comparison: Comparison): string {
  return `${verdictWithoutEnd(finding, comparison)}${seedsLeftOut(finding, comparison)}。`;
}

/** The verdict without its full stop, and without the seeds that are left out. */
export function verdictWithoutEnd(finding: Finding, comparison: Comparison): string {
  return VERDICTS[finding.kind](finding, comparison, finding.difference as Difference);
}

/** A difference with all its numbers: kinds that lack some do not use them. */
type Difference = Required<NonNullable<Finding["difference"]>>;

const VERDICTS: Record<FindingKind, (finding: Finding, comparison: Comparison, difference: Difference) => string> = {
  base: () => "其他方案与之比较的基准",
  none: ({ variant }, comparison) =>
    `无法得出结论：没有一个随机种子同时给出 ${variant} 和 ${comparison.baseline} 的${testMetric(comparison)}`,
  single: (_, comparison, { mean }) => {
    const seen = mean === 0 ? `${testMetric(comparison)}相同` : higherOrLower(mean, comparison);
    return `只有一个随机种子，无法得出结论：这一次${seen}，但换一个种子，结果可能相反；请至少运行 5 个种子`;
  },
  same: (_, comparison, { count }) =>
    `毫无差别：在全部 ${count} 个种子下，${testMetric(comparison)}都与 ${comparison.baseline} 完全相同`,
  constant: (finding, comparison, { mean, count }) => {
    const words = `${betterOrWorse(finding, comparison)}：在全部 ${count} 个种子下，${higherOrLower(mean, comparison)}`;
    // The same sign in all seeds comes by chance with 2 · 2⁻ⁿ: more than 5 % for fewer than 6.
    return `${count < 6 ? "可能" : ""}${words}；由于差值没有波动，t 检验无法说明其可靠程度`;
  },
  clear: (finding, comparison, difference) =>
    `${betterOrWorse(finding, comparison)}：${sizeOf(difference, comparison)}` +
    (finding.comparisons > 1 ? `；经${correction(finding)}后仍然显著` : "") +
    negligible(difference, comparison) +
    disagreement(difference, comparison),
  doubtful: (finding, comparison, difference) =>
    `可能${betterOrWorse(finding, comparison)}：${sizeOf(difference, comparison)}，但经${correction(finding)}后不显著` +
    `（校正后 ${pInWords(difference.adjusted)}）`,
  open: (finding, comparison, difference) => {
    const { mean, low, high, p } = difference;
    const { baseline, unit } = comparison;
    const points = pointsOf(unit);
    return (
      `与 ${baseline} ${ratesOf(finding, comparison)}没有显著差异（${pInWords(p)}）：平均差值为 ${signed(mean, unit)}${points}，` +
      `95% 置信区间为 ${signed(low, unit)} 到 ${signed(high, unit)}${points}` +
      notRuledOut(difference, comparison) +
      seedsNeeded(difference) +
      disagreement(difference, comparison)
    );
  },
  equivalent: ({ comparisons }, { baseline, unit }, { mean, equivalence }) => {
    const { margin, p, adjusted = p, low, high } = equivalence;
    const holm = comparisons > 1 ? `，Holm 校正后 ${pInWords(adjusted)}` : "";
    return (
      `与 ${baseline} 等效，差别在 ${sizeIn(margin, unit)}以内（两个单侧检验，${pInWords(p)}${holm}）：` +
      `平均差值为 ${signed(mean, unit)}${pointsOf(unit)}，` +
      `90% 置信区间为 ${signed(low, unit)} 到 ${signed(high, unit)}${pointsOf(unit)}`
    );
  },
};

function negligible({ equivalence }: Partial<Difference>, { unit }: Comparison): string {
  if (equivalence?.adjusted === undefined || equivalence.adjusted >= SIGNIFICANCE) return "";
  return `；不过它小于所给的界限 ${sizeIn(equivalence.margin, unit)}`;
}

function notRuledOut({ equivalence }: Partial<Difference>, { unit }: Comparison): string {
  if (equivalence === undefined) return "";
  return `；也不能证明差别在 ${sizeIn(equivalence.margin, unit)}以内（两个单侧检验，${pInWords(equivalence.p)}）`;
}

/** What the permutation test says where it could reach 0.05 and says otherwise; it allows for one look only. */
function disagreement({ p = 1, permutation, count = 0 }: Partial<Difference>, { looks }: Comparison): string {
  if (permutation === undefined || looks !== undefined || 2 ** (1 - count) >= SIGNIFICANCE) return "";
  if (permutation.p < SIGNIFICANCE === p < SIGNIFICANCE) return "";
  const says = permutation.p < SIGNIFICANCE ? "却发现了差异" : "却没有发现差异";
  return `；不假定正态分布的置换检验${says}（${pInWords(permutation.p)}）`;
}

/** Nothing where differences vary with the split too: more seeds alone do not make that less. */
function seedsNeeded({ mean, deviation, variance }: Omit<Difference, "variance"> & { variance?: unknown }): string {
  if (mean === 0 || variance !== undefined) return "";
  const seeds = seedsToDetect(mean, deviation);
  const many = seeds < MOST_SEEDS ? `大约需要 ${seeds}` : `需要超过 ${MOST_SEEDS.toLocaleString("en")}`;
  return `；若真实差值就是这么大，要在 5 次研究中有 4 次发现它，${many} 个种子`;
}

function correction({ comparisons }: Finding): string {
  return `对 ${comparisons} 次比较的 Holm 校正`;
}

/** "测试准确率高 0.42 个百分点（95% 置信区间 0.10 到 0.74，p = 0.012）" */
function sizeOf({ mean, low, high, p }: Difference, comparison: Comparison): string {
  const [least, most] = [Math.abs(low), Math.abs(high)].sort((a, b) => a - b);
  const { unit } = comparison;
  const interval = `95% 置信区间 ${magnitude(least, unit)} 到 ${magnitude(most, unit)}`;
  return `${higherOrLower(mean, comparison)}（${interval}，${pInWords(p)}）`;
}

function higherOrLower(mean: number, comparison: Comparison): string {
  return `${testMetric(comparison)}${mean > 0 ? "高" : "低"} ${sizeIn(mean, comparison.unit)}`;
}

/** "优于 sgd（各用默认学习率：adam 0.001，sgd 0.01）" */
function betterOrWorse(finding: Finding, comparison: Comparison): string {
  const better = (finding.difference?.mean ?? 0) > 0 === comparison.higherIsBetter;
  return `${better ? "优于" : "不如"} ${comparison.baseline}${ratesOf(finding, comparison)}`;
}

function ratesOf({ rate }: Finding, { variants, baseline }: Comparison): string {
  return ratesInWords(rate, variants.find(({ name }) => name === baseline)?.rate);
}

function seedsLeftOut({ kind, seeds, failed, interrupted }: Finding, comparison: Comparison): string {
  if (kind === "none") return "";
  const pairs = comparison.runs.some(({ dataSeed }) => dataSeed !== undefined) ? "组种子与数据划分" : "个种子";
  const failure =
    failed === 0
      ? ""
      : `；${seeds} ${pairs}中有 ${failed} ${pairs[0]}未计入，因为有一次运行失败，或${testMetric(comparison)}不是有限数`;
  return interrupted === 0
    ? failure
    : `${failure}；由于中断，${seeds} ${pairs}中只剩 ${seeds - interrupted} ${pairs[0]}`;
}
