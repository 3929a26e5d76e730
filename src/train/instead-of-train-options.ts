const CLIPPING = "Put clipping before the optimizer: optimizer: chain(clipByGlobalNorm(1), adam()).";

/** What `train` has no option for, and what to do instead. */
export const insteadOfTrainOptions = {
  learningRate: "Give it to the optimizer: optimizer: adam({ learningRate: 0.01 }).",
  lr: "Give it to the optimizer: optimizer: adam({ learningRate: 0.01 }).",
  momentum: "Give it to the optimizer: optimizer: momentum({ momentum: 0.9 }).",
  weightDecay: "Give it to the optimizer: optimizer: adamw({ weightDecay: 0.01 }).",
  validationSplit: "Hold samples out where the data are made: arrays(source, { validation: 0.2 }).",
  validation: "Hold samples out where the data are made: arrays(source, { validation: 0.2 }).",
  validationData: "Give them with the data: { ...data, validation: samples }.",
  test: "Give them with the data: { ...data, test: samples }.",
  patience: "Give it to a callback: callbacks: [earlyStopping({ patience: 3 })].",
  classWeight: 'Say classWeights: "balanced", or classWeights: [1, 2].',
  sampleWeight: "Give them with the data: arrays({ inputs, labels, weights }).",
  sampleWeights: "Give them with the data: arrays({ inputs, labels, weights }).",
  val: "Give them with the data: { ...data, validation: samples }.",
  earlyStopping: "Give it as a callback: callbacks: [earlyStopping({ patience: 3 })].",
  onEpochEnd: "Give a callback: callbacks: [defineCallback({ … })()].",
  clipNorm: CLIPPING,
  clipValue: CLIPPING,
  gradientClip: CLIPPING,
  decay: "Give it to the optimizer: optimizer: adamw({ weightDecay: 0.01 }).",
  l2: "Put it before the optimizer: optimizer: chain(l2(1e-4), adam()).",
  dropout: "Put it between the layers of the model: dropout(0.5).",
  initialEpoch: "Give the run to go on from: resume: run.",
  gpu: "Leave it out: the processor computes, in as many threads as it has.",
  schedule: "Give it as the learning rate: optimizer: adam({ learningRate: cosineDecay(1e-3) }).",
};
