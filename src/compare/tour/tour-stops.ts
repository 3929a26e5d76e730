import type { Experiment } from "../experiment.ts";

/** One comparison of the tour, and why it is there. */
export type TourStop = Pick<Experiment, "name" | "title" | "question" | "base" | "seeds"> & {
  vary: NonNullable<Experiment["vary"]>;
  /** What to learn from it, whatever it finds. */
  point: string;
};

/** Three comparisons on drawn digits: a trick that cannot be missed, one that helps a little, and one that does not show. */
export const TOUR: readonly TourStop[] = [
  {
    name: "normalization",
    title: "Batch normalization, from bad initial weights",
    question: "Does batch normalization make a sigmoid network learn that starts from weights which are far too small?",
    base: {
      model: "mlp",
      hidden: [100, 100, 100],
      activation: "sigmoid",
      init: "gaussian",
      optimizer: "sgd",
      learningRate: 0.5,
      epochs: 4,
      trainSize: 3000,
      validationSize: 200,
      testSize: 1000,
    },
    vary: { norm: ["none", "batch"] },
    seeds: 5,
    point:
      "Signals fade from layer to layer with such weights; normalization brings them back. One run would have shown it.",
  },
  {
    name: "few",
    title: "Dropout, where data are few",
    question: "Does dropout help a network that memorizes its 500 samples?",
    base: { model: "mlp", hidden: [512], epochs: 25, trainSize: 500, validationSize: 200, testSize: 2000 },
    vary: { dropout: [0, 0.5] },
    seeds: 8,
    point:
      "A small effect. Single runs differ by more than that, so it takes several seeds, and pairs of runs that begin alike.",
  },
  {
    name: "plenty",
    title: "Dropout, where data are plenty",
    question: "Does dropout help in few epochs over many samples, at any of three rates?",
    base: { model: "convnet", epochs: 2, trainSize: 5000, validationSize: 200, testSize: 2000 },
    vary: { dropout: [0, 0.2, 0.5, 0.8] },
    seeds: 4,
    point:
      "Where nothing is memorized, there is little to prevent. A trick is measured where it is used, or not believed.",
  },
];
