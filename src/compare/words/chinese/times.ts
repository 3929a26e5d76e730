import type { Comparison } from "../../findings.ts";
import { SIGNIFICANCE } from "../../statistics/levels.ts";
import type { Finding, Reach, TimeToTarget } from "../../study.ts";
import { magnitude, pInWords } from "../number-words.ts";
import { signedWhole, whole } from "../time-words.ts";
import { metricName } from "./quantities.ts";

/** What can be concluded about the time to a target, one sentence each; nothing without one. */
export function timesInWords(findings: readonly Finding[], { reach, baseline }: Comparison): string[] {
  if (reach === undefined) return [];
  const timed = findings.flatMap(({ variant, time }) => (time === undefined ? [] : [{ variant, time }]));
  const target = targetOf(reach);
  if (timed.every(({ time }) => time.reached === 0)) return [`没有一次运行达到${target}：快慢无从谈起。`];
  return timed.flatMap(({ variant, time }) =>
    time.difference === undefined ? [] : [`${variant} ${sooner(time, time.difference, baseline, target)}。`],
  );
}

/** "验证准确率 90.00%" */
function targetOf({ metric, value, unit }: Reach): string {
  return `验证${metricName(metric)} ${unit === "share" ? `${(100 * value).toFixed(2)}%` : magnitude(value, unit)}`;
}

function sooner(
  time: TimeToTarget,
  { steps }: NonNullable<TimeToTarget["difference"]>,
  baseline: string,
  target: string,
): string {
  const { mean, low, high, deviation, p, adjusted = p } = steps;
  const cut = time.horizon === undefined ? "" : `（只计到第 ${whole(time.horizon.steps)} 步）`;
  const when = `${direction(mean, baseline)}达到${target}`;
  if (p === undefined || low === undefined || high === undefined || adjusted === undefined)
    return `${when}${cut}，但只有一个种子，不能说明什么`;
  if (deviation === 0) return `在每个种子下都${when}${cut}`;
  const interval = `95% 置信区间 ${signedWhole(low)} 到 ${signedWhole(high)} 步，${pInWords(p)}`;
  if (adjusted < SIGNIFICANCE) return `${when}（${interval}）${cut}`;
  const open = p < SIGNIFICANCE ? `，Holm 校正后不显著，${pInWords(adjusted)}` : "";
  return `达到${target}的快慢与 ${baseline} 没有显著差异（${interval}${open}）${cut}`;
}

function direction(mean: number, baseline: string): string {
  if (mean === 0) return `与 ${baseline} 同时`;
  return `比 ${baseline} ${mean < 0 ? "早" : "晚"} ${whole(Math.abs(mean))} 步`;
}
