import { defineExperiment } from "../experiment.ts";

/** Does a schedule make the end of a training better, or less a matter of luck? */
export const schedules = defineExperiment({
  name: "schedules",
  title: "Schedules of the learning rate",
  question: "Does a learning rate that falls give a better network than a constant one, and a less accidental one?",
  summary:
    "Trains the same MLP by SGD at a rate that stays, falls by 2 or 30 % an epoch, by a cosine, or rises and falls.",
  base: { model: "mlp", hidden: [128], optimizer: "sgd", learningRate: 0.3, batchSize: 64, epochs: 8 },
  vary: { schedule: ["none", "exponential:0.98", "exponential:0.7", "cosineDecay", "oneCycle"] },
  drawn: { trainSize: 2000, validationSize: 300, testSize: 2000 },
  seeds: 10,
});
