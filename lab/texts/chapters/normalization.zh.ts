import { comparedNumbers } from "../claims.zh.ts";
import type { Widened } from "../widened.ts";
import type { normalization as english } from "./normalization.en.ts";

export const normalization: Widened<typeof english> = {
  title: "归一化",
  summary: "无论权重怎样变化，每一步都把信号拉回合理范围。",
  idea: [
    "好的初始权重只能保证开始时信号处于合理范围。训练会改变权重，后面各层的信号也随之漂移。",
    "批量归一化在每一步都把每个特征拉回来：{normalize}。其中 {mean} 和 {variance} 是该特征在一个批量内的均值和方差，很小的 {epsilon} 使根号内不为零。缩放系数 {scale} 和平移量 {shift} 由学习得到，这样每一层仍能取得它需要的范围。",
    "它位于权重之后、激活函数之前，权重的大小在这里被除掉了。所以它能容忍不好的初始权重，也允许更高的学习率。",
    "单个样本没有批量可言。因此这一层在训练中记下两个统计量的滑动平均，预测时使用它们。代价就在这里：训练与预测计算的并不是同一个东西，批量越小，相差越大。",
  ],
  main: {
    title: "从不好的权重出发的 sigmoid 网络",
    setup:
      "三个隐藏层，每层 100 个 sigmoid 单元，初始权重取自 N(0, 1/n)，用 SGD、学习率 0.5，在 3000 个数字上训练 4 轮。B 在每个 sigmoid 之前加入批量归一化。",
    a: "不用",
    b: "批量归一化",
    claim: "从这样的权重出发，B 的测试准确率比 A 至少高 50 个百分点。",
    holds:
      "在 A 中，每个 sigmoid 对任何数字都输出约 0.5；样本之间的差异逐层缩小，直至消失。归一化把这些差异重新放大。请看各层的标准差。",
    doesNotHold: "只要信号能保留下来，A 也学得会：更好的初始权重、更少的层，或者 ReLU。那时归一化要补救的就不多了。",
  },
  whenNot: {
    title: "批量大小为 2",
    setup: "一个隐藏层，64 个 ReLU 单元，He 初始化，用 Adam 学习 1000 个数字，每次两个。",
    a: "不用",
    b: "批量归一化",
    claim: "批量大小为 2 时，使用批量归一化的网络测试准确率更低。",
    holds:
      "两个数归一化之后总是 −1 和 +1：它们原来相差多少已经丢失，结果取决于哪两个数字碰巧分在一起。而预测使用滑动平均，看到的又完全是另一回事。",
    doesNotHold: "现在的批量有多大？大约从 8 开始，统计量才有意义。",
  },
  numbers: comparedNumbers,
  question:
    '在批量大小为 2 的实验中，把 B 的 `norm` 设为 "layer"：层归一化只看单个样本。损失的准确率回来了吗？批量多大时，批量归一化才能赶上？',
};
