import { comparedNumbers } from "../claims.zh.ts";
import type { Widened } from "../widened.ts";
import type { architectures as english } from "./architectures.en.ts";

export const architectures: Widened<typeof english> = {
  title: "网络结构",
  summary: "深的网络需要一条绕过各层的路。",
  idea: [
    "层数多，能计算的东西就多。但信号必须穿过所有的层，梯度回来时也一样。好的初始权重能保持两者的大小，却保不住梯度的含义：经过四十层，它几乎说不清哪个权重该往哪里走。",
    "普通的块计算 {plain}，残差块计算 {residual}：捷径让 {x} 绕过这些层，它们只需学习要加上什么。一个块的梯度是 {gradient}，无论有多少块，单位矩阵 {i} 都把梯度完整地传下去。",
    "如果每个块最后的权重从 0 开始，那么 {f} 就是 0，深的网络一开始相当于浅的网络。训练会使它达到任务所需的深度。",
    "请选择在类似任务上行之有效的结构，权重的数目要与样本相称。图像需要卷积，深度需要捷径。",
  ],
  main: {
    title: "四十一层：有捷径与没有捷径",
    setup:
      "四十一个隐藏层，每层 64 个 ReLU 单元，He 初始化，用 Adam 在 1500 个数字上训练 6 轮。B 中每两层有一条捷径，其中第二层的权重从 0 开始。",
    a: "普通网络",
    b: "带捷径",
    claim: "B 的测试准确率比 A 至少高 20 个百分点。",
    holds: "两者的层相同，权重也一样多。请看最前面几层的梯度，以及两条损失曲线何时开始下降。",
    doesNotHold: "层数少的时候，普通网络也训练得不错。你留下了多少层？",
  },
  whenNot: {
    title: "三个隐藏层",
    setup: "同样的实验，第一层之后只有一对层。",
    a: "普通网络",
    b: "一条捷径",
    claim: "一条捷径的收益小于 3 个百分点。",
    holds: "三层不构成障碍。捷径在这里没有代价，也几乎没有收益。",
    doesNotHold: "你加深了网络，或者减少了轮数吗？捷径主要在开始阶段领先。",
  },
  numbers: comparedNumbers,
  question:
    "在两个模型中把 20 换成 3、5 或 10。深到什么程度，普通网络开始落后？在 A 的每个 `dense` 之后加上 `batchNorm()` 有帮助吗？",
};
