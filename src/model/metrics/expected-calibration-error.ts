import { count } from "../../options.ts";
import { certainty } from "../measuring/certainty.ts";
import { decidedClasses, NO_CLASS, trueClass } from "../measuring/decided-classes.ts";
import { defineMetric } from "../metric.ts";

export const expectedCalibrationError = defineMetric({
  name: "expectedCalibrationError",
  summary: "By how much the certainty of predictions differs from the share of them that are right.",
  source: "Guo et al. 2017, On calibration of modern neural networks, equation 3",
  section: "losses",
  formula: "Σₘ |Bₘ|/n·|acc(Bₘ) − conf(Bₘ)|, Bₘ: samples whose largest probability is in ((m − 1)/M, m/M]",
  use: "To see whether probabilities can be taken at their word: 0.05 means that they are off by 5 points on the average. Modern networks are too certain; label smoothing and ensembles help.",
  avoid:
    "As the only number: a model that gives every sample the shares of the classes is calibrated and useless. It depends on the number of bins, and few samples make it larger than it is. A NaN output makes it NaN.",
  example: "expectedCalibrationError({ bins: 10 })",
  higherIsBetter: false,
  unit: "share",
  tasks: ["binary", "classification"],
  ofProbabilities: true,
  options: { bins: count(15, "how many intervals of equal width the certainty is divided into") },
  measure(predicted, { bins }) {
    const { count: samples, weights } = predicted;
    const decided = decidedClasses(predicted);
    if (decided.includes(NO_CLASS)) return Number.NaN;
    const excess = new Float64Array(bins); // Σ w·(certainty − right) of each bin
    let total = 0;
    for (let i = 0; i < samples; i++) {
      const [weight, sure] = [weights?.[i] ?? 1, certainty(predicted, i, decided[i])];
      const bin = Math.min(bins, Math.max(1, Math.ceil(sure * bins))) - 1;
      excess[bin] += weight * (sure - Number(decided[i] === trueClass(predicted, i)));
      total += weight;
    }
    return excess.reduce((sum, each) => sum + Math.abs(each), 0) / total;
  },
});
