import type { MetricUnit } from "../../../model/metric.ts";
import type { Comparison } from "../../findings.ts";
import { magnitude } from "../number-words.ts";

/** Metrics as textbooks call them; others keep their names. */
const METRICS: Readonly<Record<string, string>> = {
  loss: "损失",
  accuracy: "准确率",
  topKAccuracy: "前 k 准确率",
  precision: "精确率",
  recall: "召回率",
  f1: "F1 值",
  rootMeanSquaredError: "均方根误差",
  meanSquaredError: "均方误差",
  meanAbsoluteError: "平均绝对误差",
  crossEntropy: "交叉熵",
  logLoss: "对数损失",
  rocAuc: "ROC 曲线下面积",
  averagePrecision: "平均精确率",
  r2: "决定系数 R²",
};

/** "测试准确率" */
export function testMetric({ metric }: Pick<Comparison, "metric">): string {
  return `测试${metricName(metric)}`;
}

export function metricName(metric: string): string {
  return METRICS[metric] ?? ` ${metric} `;
}

/** " 个百分点" for a share, nothing for a number. */
export function pointsOf(unit: MetricUnit): string {
  return unit === "share" ? " 个百分点" : "";
}

/** "0.42 个百分点" */
export function sizeIn(value: number, unit: MetricUnit): string {
  return `${magnitude(Math.abs(value), unit)}${pointsOf(unit)}`;
}

/** "甲、乙、丙" */
export function listed(names: readonly string[]): string {
  return names.join("、");
}
