import { defineExperiment } from "../experiment.ts";

/** Does a running average of the weights help? In a few epochs of steady progress it lags behind and costs accuracy. */
export const averaging = defineExperiment({
  name: "averaging",
  title: "A running average of the weights in a short training run",
  question: "Does a running average of the weights give a better network at the end of a short training?",
  summary: "Trains the same MLP and tests its last weights, or their running average.",
  base: { model: "mlp", hidden: [128], optimizer: "adam", learningRate: 1e-3, batchSize: 64, epochs: 6 },
  vary: { averageWeights: [undefined, 0.9, 0.99, 0.999] },
  drawn: { trainSize: 2000, validationSize: 300, testSize: 2000 },
  seeds: 8,
});
