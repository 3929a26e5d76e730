import { take } from "../../data/split.ts";
import { defineDiagnosis } from "../diagnosis.ts";
import type { Evidence } from "../finding.ts";
import { changedData } from "../seeds/changed-data.ts";
import { errorsAbove } from "../signs/errors-above.ts";
import { hasCallback } from "../signs/has-callback.ts";
import { lateMean } from "../signs/late-mean.ts";
import { lowestAt } from "../signs/lowest-at.ts";
import { mainOf } from "../signs/main-of.ts";

export const overfits = defineDiagnosis({
  name: "overfits",
  title: "Overfitting",
  summary:
    "The validation loss has been rising for a while, and the training loss still falls: samples are learned by heart.",
  source:
    "Prechelt 1998, Early stopping – but when?; Godbole et al. 2023, Deep Learning Tuning Playbook: problematic overfitting",
  group: "training",
  phase: "during",
  severity: "warning",
  signals:
    "the last three validation losses against the lowest, in standard errors; the fall of the training loss since then; the main metric since then",
  thresholds: {
    errors: {
      value: 3,
      why: "the published rule of a gap of 10 % warned on 14 % of healthy runs; a rise of three standard errors on none",
    },
    rise: { value: 0.1, why: "a rise of less than a tenth over the lowest loss is not worth a cure" },
    fall: {
      value: 0.2,
      why: "the training loss must have gone on falling, by a fifth, or both rise for another reason",
    },
    last: { value: 3, why: "evaluations in a row: one may be chance" },
  },
  avoid:
    "Silent where early stopping or a choice of the best weights gives back those of the lowest loss. Where the main metric has not become worse it is information: the network is only too sure of itself, and stopping early may cost accuracy.",
  explains: [],
  find({ patient, course }, { errors, rise, fall, last }) {
    if (course === undefined || hasCallback(patient, "earlyStopping")) return undefined;
    const { evaluations } = course;
    const losses = evaluations.map(({ validation }) => validation?.loss);
    const lowest = lowestAt(losses);
    const best = lowest === undefined ? undefined : losses[lowest];
    if (lowest === undefined || best === undefined || losses.length - 1 - lowest < last) return undefined;
    const late = losses.slice(-last).filter((one) => one !== undefined && Number.isFinite(one.mean));
    const rises = late.map((one) => errorsAbove(one as typeof best, best));
    const end = lateMean(losses, last);
    if (late.length < last || end === undefined || Math.min(...rises) < errors || end.mean < best.mean * (1 + rise))
      return undefined;
    const trained = lateMean(
      evaluations.map(({ train }) => train.loss),
      last,
    );
    const before = evaluations[lowest].train.loss;
    const fallen = trained === undefined || before === undefined ? 0 : 1 - trained.mean / before.mean;
    if (!(fallen > fall)) return undefined;
    const mains = evaluations.map((one) => mainOf(course, one, "validation"));
    const [mainEnd, mainBest] = [lateMean(mains, last), mains[lowest]];
    const worse = mainEnd === undefined || mainBest === undefined ? 1 : errorsAbove(mainBest, mainEnd);
    const evidence: Evidence[] = [
      {
        signal: "the least of the last three validation losses above the lowest one, in standard errors",
        value: Math.min(...rises),
        threshold: errors,
        step: evaluations[lowest].step,
      },
      {
        signal: "fall of the training loss since then",
        value: fallen,
        threshold: fall,
        step: evaluations[lowest].step,
      },
    ];
    return {
      where: "training",
      evidence,
      meaning: `Since step ${evaluations[lowest].step} the network learns its training samples by heart: the validation loss has risen by ${Math.round(100 * (end.mean / best.mean - 1))} %${worse > 0 ? "" : `, though ${course.main.name} has not become worse`}.`,
      ...(worse > 0 ? {} : { severity: "information" as const }),
    };
  },
  cures: (_, { patient: { recipe, data, task } }) => [
    { text: "Stop when the validation loss no longer falls, and keep the best weights", change: { earlyStopping: 3 } },
    ...(data.train.inputs.shape.length === 4 && recipe?.augment === undefined && (recipe?.augmentShift ?? 0) === 0
      ? [{ text: "Shift images at random", change: { augmentShift: 2 } }]
      : []),
    ...(recipe?.model === "mlp" && (recipe.dropout ?? 0) < 0.3
      ? [{ text: "Drop units", change: { dropout: 0.5 } }]
      : []),
    ...(recipe?.weightDecay === undefined ? [{ text: "Let weights decay", change: { weightDecay: 0.01 } }] : []),
    ...(task === "regression" || recipe?.loss !== undefined
      ? []
      : [{ text: "Smooth the labels", change: { labelSmoothing: 0.1 } }]),
  ],
  seeds: [
    {
      what: "a hundred training samples, a fifth of them with the label of another, 150 epochs at ten times the rate",
      recipe: ({ optimizer, learningRate = 0.001 }, { validation }) =>
        validation === undefined
          ? undefined
          : {
              epochs: 150,
              earlyStopping: "none",
              ...(optimizer === "adam" ? { learningRate: 10 * learningRate } : {}),
            },
      data(healthy, random) {
        const count = healthy.train.inputs.shape[0];
        const features = healthy.train.inputs.data.length / count; // of few features a hundred samples are enough
        if (healthy.validation === undefined || count < 100 || features < 16) return undefined;
        const rows = random.permutation(count).slice(0, 100);
        return changedData(
          healthy,
          (samples) => {
            const few = take(samples, rows);
            const others = rows.map((row, i) => (i % 5 === 0 ? rows[(i + 1) % 100] : row));
            return { ...few, targets: take(samples, others).targets };
          },
          ["train"],
        );
      },
      alsoRight: ["noisyLabels", "capacityOff", "unpairedLabels"],
    },
  ],
});
