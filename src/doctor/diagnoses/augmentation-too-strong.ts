import { toExpression } from "../../expression/to-expression.ts";
import { augment } from "../../model/layers/augment.ts";
import { defineDiagnosis } from "../diagnosis.ts";
import type { Evidence } from "../finding.ts";
import { leftToLearn } from "../signs/left-to-learn.ts";
import { augmentsOf } from "../structure/augments-of.ts";
import { milder } from "../structure/milder.ts";
import { strengthOf } from "../structure/strength-of.ts";

/** The keys that say the same as an augment() in short, and contradict one that is written out. */
const UNSAID = {
  augmentShift: undefined,
  augmentRotate: undefined,
  augmentZoom: undefined,
  augmentFlip: undefined,
} as const;

export const augmentationTooStrong = defineDiagnosis({
  name: "augmentationTooStrong",
  title: "Augmentation that changes the data too much",
  summary: "Augmented samples look to the network like others, so it learns what it is never asked.",
  source: "Ben Braiek and Khomh 2023, TheDeepChecker; Simard et al. 2003",
  group: "structure",
  phase: "probe",
  severity: "warning",
  signals:
    "how far images are shifted, rotated and zoomed; the cosine of hidden activations with and without augmentation; the loss with over that without; what is left to learn",
  thresholds: {
    strength: {
      value: 1,
      why: "rotations of 45°, shifts of a quarter of the image, zooms by half: what still shows the same thing",
    },
    cosine: {
      value: 0.8,
      why: "mild augmentation leaves more; TheDeepChecker's 0.95 is for networks that were trained with it",
    },
    modes: {
      value: 1.5,
      why: "the same weights have half as much loss again on augmented samples (TheDeepChecker's limit)",
    },
    left: {
      value: 0.35,
      why: "of the simplest answer's loss after a short training: healthy runs with dropout of 0.3 and 0.5 leave 0.09 to 0.12, those with 0.95 or rotations of 180° 0.4 to 0.75",
    },
  },
  avoid: "Strong augmentation is right for photographs with long training: one sign alone is information.",
  explains: ["validationEasier", "stoppedTooSoon", "doesNotLearn", "excessiveDropout"],
  find(examination, { strength, cosine, modes, left }) {
    const { patient, probe } = examination;
    if (patient.training.augmentation === undefined) return undefined;
    const [, height = 1, width = 1] = patient.training.data.train.inputs.shape;
    const far = Math.max(0, ...augmentsOf(patient).map((one) => strengthOf(one, Math.min(height, width))));
    const alike = probe?.augmented ?? 1;
    const ratio = probe === undefined ? 0 : probe.modes.training / probe.modes.inference;
    const evidence: Evidence[] = [
      ...(far > strength ? [{ signal: "strength of the augmentation", value: far, threshold: strength }] : []),
      ...(alike < cosine
        ? [
            {
              signal: "cosine of activations with and without it",
              value: alike,
              threshold: cosine,
              beyond: "below" as const,
            },
          ]
        : []),
      ...(ratio > modes && (far > strength || alike < cosine)
        ? [{ signal: "loss with masks and augmentation over that without", value: ratio, threshold: modes }]
        : []),
    ];
    if (evidence.length === 0) return undefined;
    evidence.push(...leftToLearn(examination, left));
    return {
      where: "augment",
      evidence,
      meaning:
        "Training samples are changed so much that what is learned of them says little about the samples as they are.",
    };
  },
  cures(_, { patient }) {
    const { recipe, training } = patient;
    if (recipe === undefined || training.augmentation === undefined)
      return [{ text: "Augment less: shifts of a few pixels, rotations of 10 degrees" }];
    const less = milder(training.augmentation, recipe.use);
    return [
      { text: "Augment less", change: { ...UNSAID, augment: toExpression(less) as "augment" } },
      { text: "Do not augment", change: { ...UNSAID, augment: undefined } },
    ];
  },
  seeds: [
    {
      what: "rotations of 180°, and flips both ways",
      recipe: (_, { train }) =>
        train.inputs.shape.length === 4
          ? { ...UNSAID, augment: augment({ rotate: 180, flip: "both", zoom: 0.5 }) }
          : undefined,
    },
  ],
});
