import { comparedNumbers } from "../claims.zh.ts";
import type { Widened } from "../widened.ts";
import type { initialization as english } from "./initialization.en.ts";

export const initialization: Widened<typeof english> = {
  title: "权重初始化",
  summary: "二十层就相乘二十次：信号能否到达，由初始权重决定。",
  idea: [
    "一个单元把 {n} 个“权重乘输入”相加。若各权重相互独立、均值为 0，则和的方差为 {sum}。因此每经过一层，信号的大小就乘以 {root} 与权重标准差之积。",
    "用 {normal} 初始化，信号每层放大 {root} 倍；用 {small}（标准差为 1/n）初始化，信号每层缩小为原来的 {root} 分之一。二十层之后，有用的东西所剩无几。梯度反向经过同样的权重，遭遇相同。",
    "Glorot 与 Bengio 取 {glorot}，使信号和梯度都大致保持原来的大小，其中两个 n 分别是该层之前和之后的单元数。ReLU 会把一半的信号置零，何恺明等人用系数 2 加以补偿：{he}。",
    "规则很简单：ReLU 之前用 He 初始化，tanh 和 sigmoid 之前用 Glorot 初始化。",
  ],
  main: {
    title: "二十层 ReLU",
    setup:
      "二十个隐藏层，每层 64 个 ReLU 单元，用 Adam 在 2000 个数字上训练 4 轮。A 的初始权重取自 N(0, 1/n)，B 使用 He 初始化。",
    a: "N(0, 1/n)",
    b: "He",
    claim: "B 的测试准确率比 A 至少高 40 个百分点。",
    holds:
      "看看第一步时各层的标准差：A 中每过一层大约缩小到十一分之一，B 中则保持不变。到不了最后一层的信号，是无从学习的。",
    doesNotHold: "层数减少，或加入归一化之后，A 中的信号也能保留下来。你改了哪一项？",
  },
  whenNot: {
    title: "只有一个隐藏层",
    setup: "单个隐藏层，128 个 ReLU 单元，同样的数字。A 用 Glorot 初始化，B 用 He 初始化。",
    a: "Glorot",
    b: "He",
    claim: "只有一个隐藏层时，Glorot 与 He 的差别小于 1 个百分点。",
    holds: "一层之内不超过 √2 的倍数，几步就能弥补。只有以深度为指数反复相乘时，它才举足轻重。",
    doesNotHold: "你增加了层数吗？到了二十层，这个小小的倍数就变得很大。",
  },
  numbers: comparedNumbers,
  question:
    "在二十层的网络中让 A 使用 `glorotNormal`：在 ReLU 之下它每层损失 √2 倍，总共约一千倍。它是完全学不会，还是只是学得晚？`standardNormal` 又会怎样？",
};
