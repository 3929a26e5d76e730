import { defineDiagnosis } from "../diagnosis.ts";
import type { Evidence } from "../finding.ts";
import { changedData } from "../seeds/changed-data.ts";
import { changedTargets } from "../seeds/changed-targets.ts";
import { hasClasses } from "../seeds/has-classes.ts";
import { hasCallback } from "../signs/has-callback.ts";
import { percent } from "../signs/percent.ts";
import { simplestLossOf } from "../signs/simplest-loss-of.ts";

export const noisyLabels = defineDiagnosis({
  name: "noisyLabels",
  title: "Labels that are wrong in part",
  summary: "Part of the training samples carry the label of another class: what is learned of them is wrong.",
  source:
    "Northcutt et al. 2021, Confident learning, arXiv:1911.00068; Arpit et al. 2017, A closer look at memorization",
  group: "data",
  phase: "during",
  severity: "warning",
  signals:
    "the share of samples that are of another class than nearly all samples around them; the share of training samples about which the network is surely wrong",
  thresholds: {
    outvoted: {
      value: 0.08,
      why: "measured where classes are the least mixed: 0 to 3 % in fourteen healthy sets, moons that overlap among them; 29 and 30 % with three in ten labels drawn anew",
    },
    errors: { value: 3, why: "in standard errors above half of it" },
    sure: {
      value: 1,
      why: "times the loss of the simplest answer: beyond it the network thinks less of the label than guessing does",
    },
    contradicted: {
      value: 0.1,
      why: "3 % of drawn digits, none of penguins; of two moons that overlap 14 %, but there neighbors agree. With three in ten labels drawn anew 23 % and 30 %",
    },
  },
  avoid:
    "Classes that overlap everywhere look the same: then no label is wrong, and the loss cannot become lower either. Silent for real targets, and where all samples are learned by heart already.",
  explains: ["overfits", "lossIsNotMetric", "validationEasier"],
  find(examination, { outvoted, errors, sure, contradicted }) {
    const { data, course } = examination;
    const near = data.neighbors?.outvoted;
    const simplest = simplestLossOf(examination);
    if (near === undefined || course?.sampleLosses === undefined || simplest === undefined) return undefined;
    const wrong = course.sampleLosses.filter((loss) => loss > sure * simplest).length / course.sampleLosses.length;
    if (!(near.mean > outvoted && near.mean - errors * near.error > outvoted / 2 && wrong > contradicted))
      return undefined;
    const evidence: Evidence[] = [
      {
        signal: "share of samples of another class than the samples around them, where classes are the least mixed",
        value: near.mean,
        threshold: outvoted,
      },
      {
        signal: `share of training samples whose loss is above ${sure} times that of the simplest answer`,
        value: wrong,
        threshold: contradicted,
        step: course.evaluations.at(-1)?.step ?? course.steps.length,
      },
    ];
    return {
      where: "targets",
      evidence,
      meaning: `About ${percent(near.mean)} of the labels seem to be wrong: samples like these are of another class, and the network, which learned from all, contradicts them. Longer training learns them by heart.`,
    };
  },
  cures: (_, { patient, data }) => [
    ...(patient.recipe === undefined || patient.recipe.loss === undefined
      ? [{ text: "Smooth the labels", change: { labelSmoothing: 0.1 } }]
      : []),
    ...(hasCallback(patient, "earlyStopping")
      ? []
      : [
          {
            text: "Stop before they are learned by heart",
            change: { earlyStopping: 3, ...(data.samples.validation === 0 ? { validationSize: 0.15 } : {}) },
          },
        ]),
    ...(patient.recipe?.model === "mlp" && (patient.recipe.dropout ?? 0) < 0.3
      ? [{ text: "Drop units", change: { dropout: 0.5 } }]
      : []),
    { text: "Look at the training samples of the largest loss, and mend or remove the labels that are wrong" },
  ],
  seeds: [
    {
      what: "three in ten training labels drawn anew",
      data(healthy, random) {
        if (!hasClasses(healthy.train)) return undefined;
        const { data: labels } = healthy.train.targets;
        const classes = 1 + Array.from(labels).reduce((most, label) => Math.max(most, label), 0);
        return changedData(
          healthy,
          (samples) =>
            changedTargets(samples, (targets) => {
              for (let i = 0; i < targets.length; i++)
                if (random.uniform() < 0.3) targets[i] = (targets[i] + 1 + random.integer(classes - 1)) % classes;
            }),
          ["train"],
        );
      },
      alsoRight: ["overfits", "unpairedLabels"],
    },
  ],
});
