/** What others call a trick. */
const SYNONYMS: Readonly<Record<string, string>> = {
  mse: "meanSquaredError",
  l2loss: "meanSquaredError",
  mae: "meanAbsoluteError",
  l1loss: "meanAbsoluteError",
  bce: "binaryCrossEntropy",
  logloss: "crossEntropy",
  nll: "crossEntropy",
  categoricalcrossentropy: "crossEntropy",
  sparsecategoricalcrossentropy: "crossEntropy",
  softmaxcrossentropy: "crossEntropy",
  batchnormalization: "batchNorm",
  batchnorm1d: "batchNorm",
  batchnorm2d: "batchNorm",
  layernormalization: "layerNorm",
  groupnormalization: "groupNorm",
  linear: "dense",
  fullyconnected: "dense",
  conv: "conv2d",
  convolution: "conv2d",
  cosine: "cosineDecay",
  cosineannealing: "cosineDecay",
  ema: "averageWeights",
  he: "heNormal",
  kaiming: "heNormal",
  glorot: "glorotUniform",
  xavier: "glorotUniform",
  swish: "silu",
  gradientclipping: "clipByGlobalNorm",
  clip: "clipByGlobalNorm",
  l2: "weightDecay",
  sgdm: "momentum",
  patience: "earlyStopping",
  reducelronplateau: "reduceOnPlateau",
  normalize: "standardize",
};

const SEQUENCES = ["lstm", "gru", "rnn", "attention", "transformer", "conv1d"];

/** What is said of something that people look for and that is not there. */
export function absent(name: string): string | undefined {
  if (SEQUENCES.includes(plain(name)))
    return "There are no layers for sequences yet; evenkeel list shows what there is.";
  return undefined;
}

/** "Batch_Normalization" → "batchnormalization" */
const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, "");

/** The one of `names` that is meant: in any case, with or without hyphens, or by what others call it. */
export function trickOf(given: string, names: readonly string[]): string | undefined {
  const same = (name: string) => names.find((each) => plain(each) === plain(name));
  if (names.includes(given)) return given;
  const synonym = Object.hasOwn(SYNONYMS, plain(given)) ? SYNONYMS[plain(given)] : undefined;
  return same(given) ?? (synonym === undefined ? undefined : same(synonym));
}
