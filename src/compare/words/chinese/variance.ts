import type { Comparison } from "../../findings.ts";
import type { Finding } from "../../study.ts";
import { testMetric } from "./quantities.ts";

/** What the metric varies with, for the baseline, as one sentence; nothing without several splits. */
export function varianceInWords(findings: readonly Finding[], comparison: Comparison): string[] {
  const { baseline } = comparison;
  const { split, seed, rest } = findings.find(({ variant }) => variant === baseline)?.variance ?? NONE;
  const whole = split + seed + rest;
  if (!(whole > 0)) return [];
  const percent = (part: number) => `${Math.round((100 * part) / whole)}%`;
  return [
    `${baseline} 的${testMetric(comparison)}的波动中，${percent(split)} 来自数据的划分，` +
      `${percent(seed)} 来自随机种子（初始权重、次序、随机失活），${percent(rest)} 来自两者的共同作用。`,
  ];
}

const NONE = { split: 0, seed: 0, rest: 0 };
