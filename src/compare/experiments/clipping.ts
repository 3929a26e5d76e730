import { defineExperiment } from "../experiment.ts";

/** What does clipping save if the rate is too high? With the usual thresholds, 10 and 1. */
export const clipping = defineExperiment({
  name: "clipping",
  title: "Gradient clipping at a learning rate that is too high",
  question: "Does gradient clipping save a training whose learning rate is too high?",
  summary: "Trains the same MLP with momentum at a high rate, with gradients clipped to a norm of 10, of 1, or not.",
  base: { model: "mlp", hidden: [64, 64, 64], optimizer: "momentum", learningRate: 0.3, batchSize: 64, epochs: 5 },
  vary: { clip: [undefined, 10, 1] },
  drawn: { trainSize: 2000, validationSize: 300, testSize: 1000 },
  seeds: 8,
});
