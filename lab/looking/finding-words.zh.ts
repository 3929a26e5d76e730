import type { DiagnosisName } from "./finding-titles.ts";

/** 诊断的中文名称与含义。 */
export const findingWords: Readonly<Record<DiagnosisName, { title: string; meaning: string }>> = {
  activationOnOutput: { title: "输出层上有激活函数", meaning: "输出经过了激活函数，取不到损失函数所要求的值。" },
  augmentationTooStrong: {
    title: "数据增强过强",
    meaning: "增强后的样本在网络看来像是别的样本，网络学的是从不会被问到的东西。",
  },
  batchSizeOff: {
    title: "批量大小与数据不相称",
    meaning: "批量太大，整个训练只有寥寥几步；或者太小，每一步多半是噪声。",
  },
  biasBeforeNorm: { title: "归一化之前的偏置", meaning: "先加上的偏置随即被后面的归一化减掉，不起作用。" },
  cannotOverfit: {
    title: "连几个样本都记不住",
    meaning: "去掉随机失活和惩罚项，反复用同样的 16 个样本训练，网络仍然学不会它们。",
  },
  capacityOff: { title: "模型容量与数据不相称", meaning: "与训练样本的数量相比，权重太多或太少。" },
  clippingOff: {
    title: "裁剪阈值与梯度不符",
    meaning: "几乎每个梯度都被裁到远小于平常的大小，或者少数极大的梯度没有被裁剪。",
  },
  constantFeatures: { title: "没有变化的特征", meaning: "有的特征在所有训练样本中取同一个值，从中学不到任何东西。" },
  deadUnits: {
    title: "死亡单元",
    meaning: "某一层几乎所有单元对每个样本都落在激活函数的平坦区，不再学习。",
  },
  diverges: { title: "训练发散", meaning: "损失下降之后又上升，或者跳到远高于起点的位置。" },
  doesNotLearn: {
    title: "什么也没学到",
    meaning: "训练了几轮之后，网络在训练样本上也不比完全不看输入的答案更好。",
  },
  excessiveDropout: { title: "随机失活比例过高", meaning: "被丢弃的单元太多，剩下的部分学不动，或者学得很慢。" },
  explodingSignals: {
    title: "信号爆炸",
    meaning: "信号逐层放大，第一步之前输出、损失和梯度就已经极大。",
  },
  firstLossOff: { title: "初始损失远离随机水平", meaning: "还没有训练，损失就远高于完全不看输入的答案。" },
  initActivationMisfit: {
    title: "初始权重与激活函数不匹配",
    meaning: "初始权重太大或太小，信号逐层放大或衰减。",
  },
  layerStuck: { title: "有一层不动", meaning: "某一层的权重始终停留在初始值。" },
  layerTooFast: { title: "有一层变化过快", meaning: "每一步都使某一层权重的改变超过其大小的十分之一。" },
  leakedSamples: {
    title: "样本泄漏",
    meaning: "验证集或测试集中的样本也出现在训练集中，测得的结果偏好。",
  },
  lossIsNotMetric: {
    title: "损失不能代表指标",
    meaning: "损失在下降，而真正用来评判的指标没有变好：优化的并不是想要的东西。",
  },
  misplacedDropout: {
    title: "随机失活放错了位置",
    meaning: "随机失活放在有害的地方：输出层上，或者紧挨在批量归一化、最大池化之前。",
  },
  missingNonlinearity: {
    title: "层间没有激活函数",
    meaning: "几个线性层直接相连，合起来只相当于一个线性层。",
  },
  noisyLabels: { title: "部分标签有误", meaning: "一部分训练样本带着别的类别的标签，从中学到的是错的。" },
  nonFiniteInputs: {
    title: "数据中有非数值",
    meaning: "数据中有 NaN、无穷大，或 float32 装不下的数：一个就足以毁掉所有权重。",
  },
  nonFiniteStep: { title: "出现非有限的步", meaning: "某一步的损失、梯度或更新不是有限的数，因此跳过了这一步。" },
  notShuffled: { title: "样本没有打乱", meaning: "每个批量里都是同一类样本，后面的步会冲掉前面学到的东西。" },
  optimizerConstantsOff: {
    title: "优化器的常数不合适",
    meaning: "ε、动量或平方均值的衰减率使优化器起不到应有的作用。",
  },
  oscillates: { title: "损失上下震荡", meaning: "一次次评估中损失升降相当：步子太大或噪声太多，无法稳定下来。" },
  overRegularized: {
    title: "权重被拉向 0",
    meaning: "惩罚项或权重衰减使权重缩小得比损失使它增长得更快，几乎学不到东西。",
  },
  overfits: { title: "过拟合", meaning: "验证损失已经上升了一段时间，训练损失仍在下降：网络在死记样本。" },
  rateOutOfRange: { title: "学习率与优化器不相称", meaning: "学习率远高于或远低于这种优化器能正常工作的范围。" },
  rateTooLow: { title: "学习率过低", meaning: "权重几乎不动，损失也几乎不降。" },
  saturation: {
    title: "激活饱和",
    meaning: "tanh 或 sigmoid 层的大部分输出位于值域两端，那里的斜率接近 0。",
  },
  shiftedParts: {
    title: "各部分数据的分布不同",
    meaning: "验证集或测试集的均值或标准差与训练集不同：缩放方式或抽样方式不一样。",
  },
  smallValidation: { title: "验证样本太少", meaning: "没有验证集，或者验证集太小，测得的结果多半是偶然。" },
  softmaxBeforeLogits: {
    title: "损失之前多了一次 softmax",
    meaning: "模型以 softmax 或 sigmoid 结尾，而损失函数要的是未归一化的得分：同一变换做了两次。",
  },
  stoppedTooSoon: { title: "停得太早", meaning: "训练结束时损失仍在下降：再多几轮网络会更好。" },
  symmetricWeights: {
    title: "单元的初值相同",
    meaning: "隐藏层中有的单元初始权重相同，得到相同的梯度，因此始终一样。",
  },
  tinyBatchNorm: {
    title: "批量太小的批量归一化",
    meaning: "批量归一化的统计量只来自很少几个样本，训练时和训练后都只是噪声。",
  },
  unbalancedClasses: { title: "类别数量悬殊", meaning: "有的类别样本太少，网络忽略它们也几乎不受损失。" },
  unpairedLabels: {
    title: "标签与输入对不上",
    meaning: "目标与旁边的输入毫无关系：网络最多只能死记硬背。",
  },
  unscaledInputs: { title: "输入没有缩放", meaning: "输入的大小远离 1，或者各个特征的大小相差悬殊。" },
  validationEasier: {
    title: "验证样本更容易",
    meaning: "网络在没见过的样本上反而比在训练样本上更好：各部分数据并不相同。",
  },
  vanishingGradients: {
    title: "梯度消失",
    meaning: "从输出层到最前面几层，梯度缩小到不足千分之一，或者信号在前向传播中逐渐消失。",
  },
  wrongLoss: { title: "损失函数与标签不符", meaning: "损失函数比较的并不是目标的实际含义，例如把类别编号当作数量。" },
};
