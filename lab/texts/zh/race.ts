import type { race as en } from "../en/race.ts";
import type { Widened } from "../widened.ts";

export const race: Widened<typeof en> = {
  died: (reason) =>
    `负责训练这一侧的后台线程意外终止${reason === "" ? "" : `（${reason}）`}。最常见的原因是内存不足：可以换用较小的模型或减少样本。`,
  hangs: (seconds) =>
    `负责训练这一侧的后台线程已有 ${seconds} 秒没有响应。单步计算可能过慢：请换用较小的模型或较小的批量。`,
  unreadable: "页面无法读取训练线程发来的消息。",
  reasons: {
    nothingTrained: "还没有训练过。请先开始对照实验。",
    noStep: "还没有训练任何一步。",
  },
  library: (said) => `程序库的说明（英文）：${said}`,
  noTest: "需要一个用来比较 A 和 B 的测试集，但没有：请把 testSize 设为大于 0 的值，并去掉数据表达式中的 test: 0。",
  gone: "保存这些信息的后台线程已经结束。请重新开始对比。",
  engine: (relaxed) => `WebAssembly，${relaxed ? "宽松 SIMD（relaxed SIMD）" : "SIMD"}，两个网络各用一个线程`,
  kept: (most, megabytes) => `每一侧最多保留 ${most} 步，均匀分布在整个训练过程中，占用内存不超过 ${megabytes} MB。`,
};
