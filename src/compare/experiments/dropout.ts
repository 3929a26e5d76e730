import { defineExperiment } from "../experiment.ts";

/** Does dropout help a small convolutional network? Adam at its defaults, batches of 64, 5 epochs. */
export const dropout = defineExperiment({
  name: "dropout",
  title: "Dropout before the last layer of a small convolutional network",
  summary: "Trains the same network with four dropout rates and compares their test accuracies.",
  base: { model: "convnet", optimizer: "adam", learningRate: 1e-3, batchSize: 64, epochs: 5 },
  vary: { dropout: [0, 0.2, 0.5, 0.8] },
  // On drawn digits: about a minute on two cores.
  drawn: { trainSize: 3000, validationSize: 500, testSize: 2000 },
  seeds: 8,
});
