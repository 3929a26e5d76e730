import { defineExperiment } from "../experiment.ts";

/**
 * Does early stopping help where a network has long learned its few samples by heart? On drawn digits no difference in
 * accuracy can be told from chance: what it saves here is time.
 */
export const stopping = defineExperiment({
  name: "stopping",
  title: "Early stopping on few samples",
  summary: "Trains the same perceptron on 300 samples for 40 epochs, or until the validation loss stands still.",
  base: { model: "mlp", hidden: [256], optimizer: "adam", learningRate: 1e-3, batchSize: 64, epochs: 40 },
  vary: { earlyStopping: [undefined, 3, 10] },
  drawn: { trainSize: 300, validationSize: 300, testSize: 1000 },
  seeds: 8,
});
