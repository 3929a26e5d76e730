import { defineExperiment } from "../experiment.ts";

/** Which optimizer learns most in five epochs? Each at its default rate, which is not tuned. */
export const optimizers = defineExperiment({
  name: "optimizers",
  title: "Six optimizers at their default rates",
  question: "Which optimizer learns most in five epochs, each at its default rate?",
  summary: "Trains the same MLP with six optimizers, each at its default learning rate.",
  base: { model: "mlp", hidden: [64, 64], batchSize: 64, epochs: 5 },
  vary: { optimizer: ["adam", "sgd", "momentum", "normalizedSgd", "adagrad", "rmsprop"] },
  drawn: { trainSize: 2000, validationSize: 300, testSize: 1000 },
  seeds: 8,
});
