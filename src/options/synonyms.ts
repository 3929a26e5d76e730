/**
 * What options and tricks are called elsewhere, by the names they have here; of names that stand for several, the first
 * counts. Case, `_`, `-` and British spelling do not count.
 */
export const ELSEWHERE: Readonly<Record<string, string>> = {
  // options
  rho: "alpha decay",
  learningRate: "lr eta alpha stepSize rate baseLr",
  peak: "maxLr learningRate",
  span: "tMax totalSteps",
  period: "t0",
  minimum: "minLr min",
  final: "etaMin",
  initial: "learningRate lr start base",
  b1: "beta1 beta momentum",
  b2: "beta2",
  eps: "epsilon",
  weightDecay: "wd decay l2 lambda",
  kernelSize: "size kernel filterSize windowSize",
  poolSize: "size kernelSize windowSize poolLength",
  std: "deviation stddev sigma standardDeviation",
  stride: "strides",
  dilation: "dilationRate",
  filters: "outChannels outFeatures channels depth outputChannels",
  units: "outFeatures outputDim outputs features size neurons nodes",
  vocabulary: "numEmbeddings inputDim vocabSize",
  dimension: "embeddingDim outputDim",
  hidden: "layers units",
  bias: "useBias",
  init: "initializer kernelInitializer weightInitializer weightInit",
  rate: "p prob probability dropProb dropRate dropoutRate share",
  layers: "modules children",
  rotate: "rotation",
  flip: "horizontalFlip verticalFlip",
  shift: "translate",
  batchSize: "batch minibatch miniBatchSize bs batches",
  epochs: "epoch nEpochs numEpochs maxEpochs nbEpoch iterations maxIter",
  loss: "criterion lossFunction lossFn objective",
  optimizer: "solver opt updater",
  metrics: "metric",
  callbacks: "callback hooks",
  augment: "augmentation augmentations transforms",
  scaling: "scaler normalize normalization preprocessing",
  seed: "randomState randomSeed rngSeed",
  seeds: "seed repeats runs",
  resume: "checkpoint resumeFrom from continue",
  signal: "abortSignal abort",
  onProgress: "progress progressCallback onEpochEnd",
  validation: "validationSplit validationSize validationFraction valSize valSplit val valid dev validationData",
  test: "testSize testSplit testFraction",
  train: "trainSize",
  stratify: "stratified",
  threads: "nThreads numThreads workers numWorkers nJobs cores",
  backend: "device",
  relaxedSimd: "simd",
  startRate: "min minLr startLr start lowest from",
  endRate: "max maxLr endLr end highest to",
  low: "min baseLr minLr",
  high: "max maxLr",
  directory: "dir root dataDir folder",
  dataDirectory: "dir root dataDir",
  classWeights: "weight weights classWeight balanced",
  positiveWeight: "posWeight positiveWeights scalePosWeight",
  targetScaling: "targetScale targetTransform targetNormalization standardizeTargets normalizeTargets",
  slope: "alpha negativeSlope",
  use: "layers customObjects customLayers custom",
  labels: "label y classes ys",
  label: "labels target y labelColumn",
  targets: "y target outputs ys",
  target: "targets y label",
  inputs: "x features input images xs",
  classes: "numClasses nClasses classNames labelNames",
  ignore: "exclude drop skip skipColumns",
  delimiter: "separator sep",
  header: "headers",
  patience: "wait",
  monitor: "metric quantity watch",
  factor: "gamma decayRate decay",
  every: "stepSize interval period",
  maxNorm: "clipNorm norm maxValue threshold limit max",
  clipValue: "maxValue maxDelta threshold limit max",
  strength: "lambda l1 l2 weight penalty weightDecay",
  ratio: "lambda clipFactor clipping maxRatio",
  groups: "numGroups",
  eta: "std noise",
  labelSmoothing: "smoothing",
  logits: "raw fromLogits",
  samples: "numSamples nSamples",
  vary: "variants varying grid",
  base: "recipe defaults",
  input: "inputShape shape",
  training: "train isTraining",
  // losses and metrics
  meanSquaredError: "mse l2Loss mseLoss squaredError",
  meanAbsoluteError: "mae l1Loss",
  crossEntropy:
    "categoricalCrossentropy sparseCategoricalCrossentropy softmaxCrossEntropy crossEntropyLoss nll nllLoss ce logLoss",
  binaryCrossEntropy: "bce bceLoss bceWithLogits bceWithLogitsLoss logistic sigmoidCrossEntropy",
  klDivergence: "kl kld kullbackLeiblerDivergence kldivloss",
  huber: "smoothL1 smoothL1Loss",
  accuracy: "acc categoricalAccuracy",
  // layers
  dense: "linear fullyConnected fc",
  conv2d: "convolution convolution2d conv",
  depthwiseConv2d: "depthwise",
  maxPool2d: "maxPool maxPooling maxPooling2d",
  averagePool2d: "avgPool avgPool2d averagePooling averagePooling2d",
  globalAveragePool: "gap globalAveragePooling globalAveragePooling2d globalAvgPool adaptiveAvgPool2d",
  batchNorm: "batchNormalization batchNorm1d batchNorm2d bn",
  layerNorm: "layerNormalization ln",
  groupNorm: "groupNormalization gn",
  rmsNorm: "rmsNormalization",
  residual: "skip shortcut residualBlock",
  silu: "swish",
  sequential: "model",
  // initial weights
  heNormal: "he kaiming kaimingNormal",
  heUniform: "kaimingUniform",
  glorotUniform: "xavier glorot xavierUniform",
  glorotNormal: "xavierNormal",
  // updates
  momentum: "sgdMomentum sgdm",
  adam: "adamOptimizer",
  partition: "groups paramGroups parameterGroups multiTransform",
  accumulate: "accumulateGradients gradientAccumulation multiSteps",
  clipByGlobalNorm: "clipGradNorm gradientClipping clipGradients clip",
  cosineDecay: "cosine cosineAnnealing cosineAnnealingLr cosineSchedule",
  exponentialDecay: "exponentialLr exponential",
  stepDecay: "stepLr step",
  oneCycle: "oneCycleLr",
  cosineRestarts: "cosineAnnealingWarmRestarts sgdr",
  reduceOnPlateau: "reduceLrOnPlateau plateau",
  averageWeights: "ema exponentialMovingAverage",
  swa: "stochasticWeightAveraging",
  earlyStopping: "earlyStop patience",
  // scalings
  standardize: "standardScaler zScore standardization normalize",
  scaleToUnit: "minMax minMaxScaler rescale rescaling",
};

/** What no trick has as an option, and what to do instead. */
const INSTEAD: Readonly<Record<string, string>> = {
  amsgrad: "Take amsgrad(), an optimizer of its own.",
  activation: "Put the activation behind it as a layer of its own, such as relu().",
  inputShape: "Leave it out: shapes follow from the data.",
  inputDim: "Leave it out: shapes follow from the data.",
  inFeatures: "Leave it out: shapes follow from the data.",
  inChannels: "Leave it out: shapes follow from the data.",
  fromLogits: "Leave it out: it takes logits, the outputs before a softmax or sigmoid.",
  weightDecay: "Take adamw({ weightDecay: 0.01 }), or chain(weightDecay(0.01), …).",
  clipNorm: "Put clipping before the optimizer: chain(clipByGlobalNorm(1), …).",
  clipValue: "Put clipping before the optimizer: chain(clipByValue(1), …).",
  betas: "Give b1 and b2.",
  monitor: "Leave it out: it goes by no measure.",
  mode: "Leave it out: whether more is better follows from the metric.",
  restoreBestWeights: "Leave it out: the best weights are given back.",
};

const FROM_ELSEWHERE = new Map<string, string[]>();
for (const [here, names] of Object.entries(ELSEWHERE))
  for (const name of names.split(" ")) {
    const key = plainName(name);
    FROM_ELSEWHERE.set(key, [...(FROM_ELSEWHERE.get(key) ?? []), here]);
  }

/** "batch_size", "batch-size" and "BatchSize" are one name, and so are "normalisation" and "normalization". */
export function plainName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[-_\s]/g, "")
    .replace(/(?<=[a-z]{3})is(?=e[drs]?$|ing$|ation)/g, "iz")
    .replace(/colour/g, "color");
}

/** What a name of other libraries is called here: all that it may stand for. */
export function synonymsOf(name: string): readonly string[] {
  return FROM_ELSEWHERE.get(plainName(name)) ?? [];
}

/** What to do in place of an unknown option, from a table of advice; by default of what no trick has. */
export function adviceInstead(name: string, advice: Readonly<Record<string, string>> = INSTEAD): string | undefined {
  const plain = plainName(name);
  return Object.entries(advice).find(([key]) => plainName(key) === plain)?.[1];
}
