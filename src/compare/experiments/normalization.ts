import { defineExperiment } from "../experiment.ts";

/** Does batch normalization help a small convolutional network in few epochs? */
export const normalization = defineExperiment({
  name: "normalization",
  title: "Batch normalization in a small convolutional network",
  question: "Does batch normalization give a higher accuracy after few epochs?",
  summary: "Trains the same convolutional network with and without batch normalization.",
  base: { model: "convnet", optimizer: "adam", learningRate: 1e-3, batchSize: 64, epochs: 3 },
  vary: { norm: ["none", "batch"] },
  drawn: { trainSize: 1500, validationSize: 300, testSize: 1000 },
  seeds: 5,
});
