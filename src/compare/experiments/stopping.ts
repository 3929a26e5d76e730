import { defineExperiment } from "../experiment.ts";

/**
 * Does early stopping help a network that has long memorized its few samples? On drawn digits there is no significant
 * difference in accuracy: it only saves time.
 */
export const stopping = defineExperiment({
  name: "stopping",
  title: "Early stopping on few samples",
  question: "Does stopping at the lowest validation loss give a better network than training on?",
  summary: "Trains the same MLP on 300 samples for 40 epochs, or until the validation loss stops falling.",
  base: { model: "mlp", hidden: [256], optimizer: "adam", learningRate: 1e-3, batchSize: 64, epochs: 40 },
  vary: { earlyStopping: [undefined, 3, 10] },
  drawn: { trainSize: 300, validationSize: 300, testSize: 1000 },
  seeds: 8,
});
