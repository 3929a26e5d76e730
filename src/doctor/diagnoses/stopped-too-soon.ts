import { defineDiagnosis } from "../diagnosis.ts";
import { errorsAbove } from "../signs/errors-above.ts";
import { longer } from "../signs/longer.ts";

export const stoppedTooSoon = defineDiagnosis({
  name: "stoppedTooSoon",
  title: "Stopped while it still learned",
  summary: "The loss was still falling when training ended: more epochs would have made the network better.",
  source: "Godbole et al. 2023, Deep Learning Tuning Playbook: still improving at the end of training",
  group: "training",
  phase: "during",
  severity: "information",
  signals:
    "the fall of the validation loss over the last third of training, in standard errors and over its level; the same of the training loss",
  thresholds: {
    errors: { value: 2, why: "two standard errors: once in twenty times by chance" },
    fall: { value: 0.05, why: "a twentieth in a third of the time: less is bought at a high price" },
  },
  avoid:
    "Information, never a warning: time may be what there is not. Silent where the examination was shorter than the run.",
  explains: [],
  find({ course }, { errors, fall }) {
    if (course === undefined || course.steps.length < course.plannedSteps || course.evaluations.length < 2)
      return undefined;
    if (course.stopped !== undefined && !["epochs", "steps", "time"].includes(course.stopped.reason)) return undefined;
    const { evaluations } = course;
    const last = evaluations.at(-1);
    const before = evaluations.findLast(({ step }) => step <= (2 * course.plannedSteps) / 3);
    if (last === undefined || before === undefined || before === last) return undefined;
    const judged = last.validation === undefined ? "train" : "validation";
    const [end, start] = [last[judged]?.loss, before[judged]?.loss];
    if (end === undefined || start === undefined) return undefined;
    const falls = [1 - end.mean / start.mean, 1 - last.train.loss.mean / before.train.loss.mean];
    const fallen = errorsAbove(start, end);
    if (!(fallen > errors && Math.min(...falls) > fall)) return undefined;
    const name = judged === "validation" ? "validation" : "training";
    return {
      where: "training",
      evidence: [
        {
          signal: `fall of the ${name} loss over the last third of training, in standard errors`,
          value: fallen,
          threshold: errors,
          step: last.step,
        },
        {
          signal: `fall of the ${name} loss over the last third of training, over its level`,
          value: falls[0],
          threshold: fall,
          step: last.step,
        },
      ],
      meaning: `The ${name} loss fell by ${Math.round(100 * falls[0])} % in the last third of training, and would have gone on falling.`,
    };
  },
  cures: (_, { patient }) => [{ text: "Train twice as long", change: longer(patient, 2) }],
  seeds: [{ what: "one epoch", recipe: () => ({ epochs: 1, earlyStopping: "none" }), alsoRight: ["rateTooLow"] }],
});
