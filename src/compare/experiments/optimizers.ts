import { defineExperiment } from "../experiment.ts";

/** Which rule learns most in five epochs? Each at its own default rate, which is tuned for none of them. */
export const optimizers = defineExperiment({
  name: "optimizers",
  title: "Six optimizers at their default rates",
  summary: "Trains the same perceptron with six update rules, each at its default learning rate.",
  base: { model: "mlp", hidden: [64, 64], batchSize: 64, epochs: 5 },
  vary: { optimizer: ["adam", "sgd", "momentum", "normalizedSgd", "adagrad", "rmsprop"] },
  drawn: { trainSize: 2000, validationSize: 300, testSize: 1000 },
  seeds: 8,
});
