import { comparedNumbers } from "../claims.zh.ts";
import type { Widened } from "../widened.ts";
import type { optimizers as english } from "./optimizers.en.ts";

export const optimizers: Widened<typeof english> = {
  title: "优化器与动量",
  summary: "梯度怎样变成一步：直接走，带着惯性走，或者逐个权重缩放后再走。",
  idea: [
    "随机梯度下降（SGD）沿一个小批量的梯度的反方向走一步：{sgd}。其中 {w} 是权重，{g} 是损失的梯度，{eta} 是学习率。",
    "在又长又窄的山谷里，梯度大多指向两侧的谷壁。学习率小到不会荡出山谷时，沿山谷方向就几乎不动。",
    "动量有记忆：{momentum}。速度 {v} 保留自身的一部分，其比例为 {gamma}。横向的推动相互抵消，纵向的推动不断累积。梯度稳定时，实际的学习率是 {steady}；{gamma} 为 0.9 时，是 {eta} 的十倍。",
    "各层梯度的大小也不一样。只想保留方向，就除以它的长度：{normalized}。Adagrad、RMSProp 和 Adam 更进一步，给每个权重各自的尺度。在 Adam 中，{adam}，梯度的滑动平均 {m} 除以梯度平方的滑动平均 {second} 的平方根。",
    "Adam 几乎不用调节，适合作为首选。带动量的 SGD 在调好学习率之后，最终结果往往同样好，甚至更好。",
  ],
  main: {
    title: "同样小的学习率",
    setup: "一个有 128 个隐藏单元的网络，以 0.02 的学习率在 3000 个数字上训练 3 轮。B 的动量为 0.9。",
    a: "普通 SGD",
    b: "动量 0.9",
    claim: "学习率同样小的时候，B 的测试准确率比 A 至少高 5 个百分点。",
    holds: "3 轮共 141 步。在这个学习率下，普通 SGD 还在路上，动量已经到达。",
    doesNotHold: "学习率更大，或者轮数更多时，普通 SGD 也能到达。请继续看下面的实验。",
  },
  whenNot: {
    title: "实际的学习率相同",
    setup: "同样的网络。普通 SGD 的学习率为 0.2，动量 0.9 的学习率为 0.02：梯度稳定时，两者走得一样远。",
    a: "SGD，学习率 0.2",
    b: "动量，学习率 0.02",
    claim: "学习率提高到十倍，普通 SGD 与动量的差别不超过 3 个百分点。",
    holds:
      "动量的领先，多半来自更大的实际学习率。在普通 SGD 用不了这么大学习率的地方，动量才真正有用：请看它在狭长山谷（二次函数）中的路径。",
    doesNotHold: "请检查 A 的学习率：太小则来不及，太大则振荡或发散。",
  },
  further: {
    adam: {
      tab: "Adam",
      title: "大小悬殊的梯度",
      setup:
        "三个隐藏层，每层 100 个 sigmoid 单元，在 3000 个数字上训练 4 轮。A 是学习率为 1 的普通 SGD，换成 0.5、2、4 或 8 也不会更好。B 是学习率为 0.01 的 Adam。",
      a: "SGD，学习率 1",
      b: "Adam，学习率 0.01",
      claim: "B 的测试准确率比 A 至少高 30 个百分点。",
      holds:
        "梯度向下传播时，每经过一个 sigmoid 层都会变小，请看各层信号。没有哪一个学习率能同时适合第一层和最后一层。Adam 用每个权重自身的梯度去除，于是各层都能移动。批量归一化，或者 ReLU 单元配上合适的初始化，则能消除原因。",
      doesNotHold: "使用 ReLU 单元、减少层数或增加轮数时，各层梯度的大小就没有这么悬殊。",
    },
    adamWhenNot: {
      tab: "Adam 与调好的学习率",
      title: "一个隐藏层，调好的学习率",
      setup: "一个有 128 个 ReLU 单元的隐藏层，3000 个数字。学习率为 0.2 的普通 SGD 对使用默认学习率的 Adam。",
      a: "SGD，学习率 0.2",
      b: "Adam，默认值",
      claim: "双方的差别不超过 3 个百分点。",
      holds: "各层梯度大小相近时，所有层共用一个学习率就够了。Adam 在这里省去的是寻找它的工夫：默认值一开始就同样好。",
      doesNotHold: "把 A 的学习率改变十倍，它就会落后：选择 Adam 正是为了这一点。",
    },
  },
  numbers: comparedNumbers,
  question:
    "学习率从多大开始，普通 SGD 能跟上学习率为 0.02 的动量？多大时动量开始振荡？`adam` 用默认学习率又会到哪里？",
};
