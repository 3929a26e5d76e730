import { defineExperiment } from "../experiment.ts";

/** Does a decay of the rate by 0.98 per epoch help? Over 20 epochs with Adam it hardly shows; 0.8 is too fast. */
export const decay = defineExperiment({
  name: "decay",
  title: "Decay of the learning rate by a factor per epoch",
  question: "Does it help to let the learning rate fall by a factor in each epoch?",
  summary: "Trains the same MLP with a constant rate, and with one that falls by 2 % or 20 % per epoch.",
  base: { model: "mlp", hidden: [128], optimizer: "adam", learningRate: 1e-3, batchSize: 64, epochs: 20 },
  vary: { schedule: ["none", "exponential:0.98", "exponential:0.8"] },
  drawn: { trainSize: 1000, validationSize: 300, testSize: 2000 },
  seeds: 6,
});
