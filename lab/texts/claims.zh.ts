import type { comparedNumbers as english } from "./claims.en.ts";
import type { Widened } from "./widened.ts";

export const comparedNumbers: Widened<typeof english> = {
  accuracy: "测试集上的准确率",
  gain: "B 比 A 高出",
  least: "至少（95% 置信区间下限）",
  most: "至多（95% 置信区间上限）",
};
