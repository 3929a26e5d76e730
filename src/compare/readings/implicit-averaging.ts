import type { Measures } from "../../train/run/history.ts";
import { judgeProbabilities } from "./judge-probabilities.ts";
import { meanOfNumbers } from "./mean-of-numbers.ts";
import { probabilitiesOf, testOf, truthOf } from "./probabilities-of.ts";
import { defineReading } from "./reading-experiment.ts";

const MASKS = [2, 10, 100];
const SCALED = "scaled weights";

/** Does the whole network with scaled weights stand for the mean of the networks that dropout trained? Nearly. */
export const implicitAveraging = defineReading({
  name: "implicitAveraging",
  title: "Dropout: scaled weights against the mean over masks",
  question: "Does the network with scaled weights predict as the mean of the thinned networks that dropout trained?",
  summary: "Trains a network with dropout, and tests it whole, and as the mean over 2, 10 and 100 masks.",
  base: {
    model: "mlp",
    hidden: [256, 256],
    dropout: 0.5,
    optimizer: "adam",
    learningRate: 1e-3,
    batchSize: 32,
    epochs: 20,
  },
  drawn: { trainSize: 500, validationSize: 0, testSize: 2000 },
  seeds: 8,
  networks: 1,
  variants: [SCALED, ...MASKS.map(nameOf)],
  async read([network], data) {
    const truth = truthOf(data);
    const scaled = await probabilitiesOf(network, data);
    const measures: Record<string, Measures> = { [SCALED]: judgeProbabilities(scaled, truth) };
    for (const samples of MASKS) {
      const { data: mean } = await network.predict(testOf(data).inputs, { samples });
      measures[nameOf(samples)] = { ...judgeProbabilities(mean, truth), distance: distance(mean, scaled) };
    }
    return measures;
  },
  tables(runs) {
    const rows = [SCALED, ...MASKS.map(nameOf)].map((variant) => {
      const own = runs.filter((run) => run.variant === variant);
      const of = (measure: string) => meanOfNumbers(own.map(({ test }) => (test?.[measure] ?? 0) as number));
      return { variant, distance: of("distance"), loss: of("loss") };
    });
    return [
      {
        title: "How far the mean over masks is from scaled weights",
        columns: [
          { name: "variant", heading: "Prediction" },
          { name: "distance", heading: "Distance", unit: "share" },
          { name: "loss", heading: "Cross-entropy", unit: "number" },
        ],
        rows,
        note:
          "The distance is the probability on which two predictions of a sample differ, half the sum over classes; means over test " +
          "samples and seeds. Scaled weights are exact for the geometric mean of networks of one layer (Baldi and Sadowski 2013), " +
          "and an approximation for deeper ones (Srivastava et al. 2014, section 7.5).",
      },
    ];
  },
});

/** "mean of 10 masks" */
function nameOf(masks: number): string {
  return `mean of ${masks} masks`;
}

/** The total variation of two predictions [n, classes]: 1/2 Σₖ |aₖ − bₖ|, the mean over samples. */
function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [sum, total] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    sum += Math.abs(a[i] - b[i]);
    total += a[i];
  }
  return sum / 2 / total; // probabilities of a sample sum to 1
}
