import { defineExperiment } from "../experiment.ts";

/** Does a network with more parameters than samples overfit? The gap falls with samples, and grows little with units. */
export const capacity = defineExperiment({
  name: "capacity",
  title: "Parameters against samples",
  question: "How does the gap between training and test depend on parameters and on samples?",
  summary: "Trains an MLP of 4, 32 and 256 units on 100 and on 2,000 digits, and measures it on both sets.",
  base: { model: "mlp", optimizer: "adam", learningRate: 1e-3, batchSize: 50, maxSteps: 800 },
  vary: { hidden: [[4], [32], [256]], trainSize: [100, 2000] },
  measureTraining: true,
  drawn: { validationSize: 200, testSize: 2000 },
  seeds: 5,
});
