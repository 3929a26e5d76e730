/** 办法的中文说法，按程序库给出的英文原文查找；带数字的见下。 */
export const cureWords: Readonly<Record<string, string>> = {
  "Augment less": "减弱数据增强",
  "Augment less: shifts of a few pixels, rotations of 10 degrees": "减弱数据增强：平移几个像素，旋转 10 度",
  "Begin with small steps": "从小步开始（预热）",
  "Begin with weights that were trained before: weights": "从预训练的权重开始：weights",
  "Check the pairing: look at some samples with their targets, and at every sort, shuffle, filter and join between reading inputs and reading targets":
    "检查配对：查看一些样本及其目标，以及读取输入和目标之间的每一次排序、打乱、筛选与连接",
  "Choose a loss that is small where the metric is good, or judge by a metric that goes with the loss":
    "换一个与指标一致的损失函数，或者用与损失一致的指标来评判",
  "Clip the gradient": "裁剪梯度",
  "Compare by a measure that rare classes count in": "用把稀有类别计算在内的指标来比较",
  "Do not augment": "不用数据增强",
  "Do not clip": "不裁剪梯度",
  "Drop units": "使用随机失活（dropout）",
  "Give the number of each class as its label, the place of the 1, and take crossEntropy()":
    "用类别编号（1 所在的位置）作标签，并使用 crossEntropy()",
  "Hold out more samples": "留出更多样本",
  "Judge by k folds instead: every sample is held out once (evenkeel train --folds 5)":
    "改用 k 折交叉验证：每个样本都留出一次（evenkeel train --folds 5）",
  "Lead signals past the layers: residual([…]) around them": "让信号绕过这些层：在外面加 residual([…])",
  "Leave it out": "去掉它",
  "Leave the activation out": "去掉这个激活函数",
  "Leave the bias out: bias: false": "去掉偏置：bias: false",
  "Leave the features out, or find where their values were lost": "去掉这些特征，或查明它们的值丢在哪里",
  "Leave the loss to the task": "由任务决定损失函数",
  "Leave this dropout out": "去掉这处随机失活",
  "Let all classes count in the loss": "让所有类别都计入损失",
  "Let no weight decay": "不用权重衰减",
  "Let the learning rate fall to 0": "让学习率逐渐降到 0",
  "Let weights decay": "使用权重衰减",
  "Let weights decay as is usual": "使用通常大小的权重衰减",
  "Look at how the parts were made; draw the validation part at random from the training samples (recipe: validationSize)":
    "查看各部分数据是怎样得到的；从训练样本中随机抽取验证集（recipe: validationSize）",
  "Look at the sample that is named, and mend it or leave it out": "查看所指出的样本，修正或去掉它",
  "Look at the training samples of the largest loss, and mend or remove the labels that are wrong":
    "查看损失最大的训练样本，改正或删除错误的标签",
  "Look through the layers from the inputs on for one that gives the same for all samples":
    "从输入开始逐层检查，找出对所有样本输出都相同的层",
  "Measure which rate suits: evenkeel find-rate": "测出合适的学习率：evenkeel find-rate",
  "Normalize before each activation": "在每个激活函数之前做归一化",
  "Normalize each sample by itself: layerNorm()": "对每个样本单独做归一化：layerNorm()",
  "Remove double rows before the data are split, and keep what belongs together, such as the rows of one patient, in one part (recipe: group)":
    "划分数据之前删除重复的行，并把属于一起的（例如同一位病人的各行）放在同一部分（recipe: group）",
  "Scale all parts by the numbers of the training part (leave it to `scaling`, which does so), and split at random unless there is a reason not to":
    "各部分都按训练集的数值缩放（交给 `scaling` 即可）；没有特别理由就随机划分",
  "Scale the inputs": "缩放输入",
  "Scale the targets": "缩放目标",
  "See what else was found; without it, find a learning rate (evenkeel find-rate), or give the model a hidden layer more":
    "先看其他诊断结果；若没有，就找一个合适的学习率（evenkeel find-rate），或给模型多加一个隐藏层",
  "Shift images at random": "随机平移图像",
  "Shuffle the file once, or give the stream a larger buffer to shuffle in":
    "先把文件打乱一次，或给数据流更大的打乱缓冲区",
  "Shuffle the samples in every epoch": "每一轮都打乱样本",
  "Smooth the labels": "标签平滑",
  "Stop before they are learned by heart": "在死记之前停止",
  "Stop when the validation loss no longer falls, and keep the best weights":
    "验证损失不再下降时停止，并保留最好的权重",
  "Take larger batches": "增大批量",
  "Take out what pulls weights to 0: weight decay, an L1 or L2 penalty, or a max-norm":
    "去掉把权重拉向 0 的东西：权重衰减、L1 或 L2 惩罚、最大范数约束",
  "Take the average of the last weights": "取最后若干步权重的平均",
  "Take the loss of the task": "使用任务本身的损失函数",
  "Take the usual constants": "使用通常的常数",
  "Train all layers": "训练所有的层",
  "Train twice as long": "训练时间加倍",
  "Train with Adam at its default rate": "用 Adam 及其默认学习率训练",
  "Use ReLU, whose slope is 1": "使用斜率为 1 的 ReLU",
  "Use an activation with a slope everywhere": "使用处处有斜率的激活函数",
  "Weigh classes by how rare they are": "按类别的稀有程度加权",
};

/** 带数字的办法：模式与译文，$1 等为其中的部分。 */
export const curePatterns: readonly (readonly [RegExp, string])[] = [
  [/^Lower the learning rate; findRate says to what$/, "降低学习率；降到多少可由 findRate 得知"],
  [/^Raise the learning rate; findRate says to what$/, "提高学习率；提高到多少可由 findRate 得知"],
  [/^Lower the learning rate to (\S+), the default of the optimizer$/, "把学习率降到优化器的默认值 $1"],
  [/^Raise the learning rate to (\S+), the default of the optimizer$/, "把学习率提高到优化器的默认值 $1"],
  [/^Lower the learning rate to (\S+)$/, "把学习率降到 $1"],
  [/^Raise the learning rate to (\S+)$/, "把学习率提高到 $1"],
  [/^Clip at (\S+), the 90th percentile of the norms$/, "裁剪到 $1，即梯度范数的第 90 百分位数"],
  [/^Draw the first weights by (\w+)'s rule$/, "用 $1 初始化"],
  [/^Draw the weights by (\w+)\(\)$/, "用 $1() 初始化权重"],
  [/^Give (\S+) a rate of its own: (.+)$/, "给 $1 单独的学习率：$2"],
  [/^Make (.+) \((.+)\) a hundred times weaker$/, "把 $1（$2）减弱到百分之一"],
  [/^Take larger batches: (\d+) samples$/, "增大批量：$1 个样本"],
  [/^Take batches of (\d+)$/, "批量取 $1"],
  [/^Take batches of (\d+), and raise the rate with it if need be$/, "批量取 $1，必要时相应提高学习率"],
];
