import type { Rate } from "../../study.ts";

/** "（各用默认学习率：adam 0.001，sgd 0.01）" for two optimizers; "" where the optimizer is the same. */
export function ratesInWords(rate: Rate | undefined, base: Rate | undefined): string {
  if (rate === undefined || base === undefined || rate.optimizer === base.optimizer) return "";
  if (rate.byDefault && base.byDefault)
    return `（各用默认学习率：${[rate, base].map(({ optimizer, value }) => `${optimizer} ${value}`).join("，")}）`;
  return !rate.byDefault && !base.byDefault && rate.value === base.value ? `（学习率同为 ${rate.value}）` : "";
}
