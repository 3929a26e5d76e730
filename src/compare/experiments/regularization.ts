import { defineExperiment } from "../experiment.ts";

/**
 * Which regularization helps a network with far more parameters than samples? On drawn digits dropout alone, by half a point.
 * The others are as strong as they can be without harm: three times as much costs a point or two.
 */
export const regularization = defineExperiment({
  name: "regularization",
  title: "Five kinds of regularization, and none",
  question: "Which regularization helps a network that has far more parameters than samples?",
  summary: "Trains the same MLP on 300 digits with L1, L2, decoupled weight decay, max-norm, dropout, and without any.",
  base: { model: "mlp", hidden: [256], batchSize: 32, epochs: 30 },
  variants: {
    none: { optimizer: "adam()" },
    L1: { optimizer: "chain(l1(1e-4), adam())" },
    L2: { optimizer: "chain(l2(1e-2), adam())" },
    "decoupled decay": { optimizer: "adamw({ weightDecay: 3 })" },
    "max-norm": { optimizer: "chain(maxNorm(1), adam())" },
    dropout: { optimizer: "adam()", dropout: 0.5 },
  },
  measureTraining: true,
  drawn: { trainSize: 300, validationSize: 200, testSize: 2000 },
  seeds: 8,
});
