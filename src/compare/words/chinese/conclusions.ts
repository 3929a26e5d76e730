import type { Comparison } from "../../findings.ts";
import { isDecided } from "../../is-decided.ts";
import { outcomesOf } from "../../run-outcome.ts";
import type { Finding, FindingKind } from "../../study.ts";
import { failedRuns } from "../failed-runs.ts";
import { defaultRates } from "../rate-words.ts";
import { listed, testMetric } from "./quantities.ts";
import { timesInWords } from "./times.ts";
import { varianceInWords } from "./variance.ts";
import { verdictWithoutEnd } from "./verdict.ts";

/** What can be concluded from a whole study, one sentence each; first of all that it was interrupted, if it was. */
export function conclusions(findings: readonly Finding[], comparison: Comparison): string[] {
  const { baseline } = comparison;
  const metric = testMetric(comparison);
  const of = (kind: FindingKind) => findings.filter((finding) => finding.kind === kind);
  const about = (kind: FindingKind, sentence: (names: string) => string) =>
    of(kind).length === 0 ? [] : [sentence(listed(of(kind).map(({ variant }) => variant)))];
  const verdicts = (kind: FindingKind) =>
    of(kind).map((each) => `${each.variant} ${verdictWithoutEnd(each, comparison)}。`);
  return [
    ...interruption(comparison),
    ...(findings.length === 1 ? [`没有可以比较的对象：${baseline} 是唯一的方案。`] : []),
    ...(["clear", "constant", "doubtful"] as const).flatMap(verdicts),
    ...about("doubtful", () => "校正之后不显著的差异只是一个线索：请换用新的种子，单独再做一次比较。"),
    ...about(
      "open",
      (names) => `${baseline} 与 ${names} 之间没有显著差异。这并不表明它们相同：置信区间给出了仍有可能的差别。`,
    ),
    ...verdicts("equivalent"),
    ...about("same", (names) => `${names}：${metric}与 ${baseline} 完全相同；这一改动对训练真的有作用吗？`),
    ...about(
      "single",
      (names) =>
        `只有一个随机种子，无法断定 ${baseline} 与 ${names} 的差别：它可能仅仅来自种子。请至少运行 5 个种子，最好 10 个。`,
    ),
    ...about("none", (names) => `关于 ${names} 无法得出结论：没有一对运行同时给出${metric}。`),
    ...timesInWords(findings, comparison),
    ...varianceInWords(findings, comparison),
    ...undecided(findings, comparison),
    ...rates(findings),
    ...limits(comparison),
    ...failures(comparison),
  ];
}

function interruption({ runs, metric }: Comparison): string[] {
  const { ended } = outcomesOf(runs, metric);
  if (ended === runs.length) return [];
  if (ended === 0) return ["研究在任何一次运行结束之前就中断了：没有结果。"];
  return [`研究中断了：${runs.length} 次运行中有 ${ended} 次结束，只有这些计入结果。`];
}

/** What a study says that added seeds until it was decided. */
function undecided(findings: readonly Finding[], { looks }: Comparison): string[] {
  const seeds = looks?.seeds.at(-1);
  if (looks === undefined || seeds === undefined) return [];
  const allowing = `p 值与差值的置信区间已考虑到中途查看了 ${looks.seeds.length} 次`;
  const open = findings.filter((each) => !isDecided(each)).map(({ variant }) => variant);
  if (open.length === 0) return [`用了 ${seeds} 个种子（至多 ${looks.most} 个），已有定论；${allowing}。`];
  return [`用了 ${seeds} 个种子（至多 ${looks.most} 个），${listed(open)} 仍无定论；${allowing}。`];
}

function rates(findings: readonly Finding[]): string[] {
  const named = defaultRates(findings.map(({ rate }) => rate));
  if (named === "") return [];
  return [
    `每个优化器用的都是各自的默认学习率（${named}）；换用别的学习率，结果可能不同。` +
      "请先以同样的预算分别调整：--tune learningRate=log:1e-4..1e-1，或 compare({ tune })。",
  ];
}

function limits({ runs }: Comparison): string[] {
  const timed = runs.filter(({ stopped }) => stopped?.reason === "time").length;
  if (timed === 0) return [];
  return [
    `${runs.length} 次运行中有 ${timed} 次因 maxTime 而结束：能训练多远取决于机器及其当时的负荷，这些结果也是如此。`,
  ];
}

function failures(comparison: Comparison): string[] {
  const { failed, all, variants } = failedRuns(comparison);
  if (failed === 0) return [];
  const own = variants.map((each) => `${each.name}：${each.all} 次中 ${each.failed} 次`);
  return [
    `${all} 次运行中有 ${failed} 次失败，或得到的数不是有限数（${own.join("；")}），` +
      "它们与同一种子的另一次运行一起不计入；如果某个方案容易失败，这些数字就高估了它。",
  ];
}
