import type { Examination } from "../examination.ts";
import { clippingOf } from "../examine/clipped-share.ts";
import type { Finding } from "../finding.ts";
import type { Picture } from "./picture.ts";
import { thinnedPoints } from "./thinned-points.ts";

/** A picture of what a finding was found by; undefined where the examination has nothing to show. */
export type Draw = (examination: Examination, finding: Finding) => Picture | undefined;

/** The loss of the batches, step by step, with the loss of the simplest answer. */
export const lossBySteps: Draw = ({ course, probe }) => {
  if (course === undefined || course.steps.length < 2) return undefined;
  const steps = course.steps.map(({ step }) => step);
  const losses = course.steps.map(({ loss }) => loss);
  const points = thinnedPoints(steps, losses);
  const simplest = probe?.simplestLoss;
  const limit = simplest === undefined || !Number.isFinite(simplest) ? {} : { threshold: simplest, limit: SIMPLEST };
  return { title: "Loss of the batches", x: "step", y: "loss", lines: [{ name: "loss", points }], ...limit };
};

const SIMPLEST = "the simplest answer";

/** The norm of the gradient, step by step, with the norm at which it is clipped. */
export const gradientBySteps: Draw = ({ course, patient }) => {
  const rows = course?.steps.filter(({ gradientNorm }) => gradientNorm !== undefined) ?? [];
  if (rows.length < 2) return undefined;
  const points = thinnedPoints(
    rows.map(({ step }) => step),
    rows.map(({ gradientNorm = Number.NaN }) => gradientNorm),
  );
  const threshold = clippingOf(patient.training.optimizer)?.most;
  return {
    title: "Norm of the gradient",
    ...{ x: "step", y: "norm", lines: [{ name: "gradient", points }] },
    ...(threshold === undefined ? {} : { threshold, limit: "the norm at which it is clipped" }),
  };
};

/** The loss on the training and the validation samples, in inference mode, evaluation by evaluation. */
export const lossOfParts: Draw = ({ course }) => {
  const evaluations = course?.evaluations ?? [];
  if (evaluations.length < 2) return undefined;
  const steps = evaluations.map(({ step }) => step);
  const lineOf = (name: "train" | "validation") => ({
    name: name === "train" ? "training" : name,
    points: thinnedPoints(
      steps,
      evaluations.map((each) => each[name]?.loss?.mean ?? Number.NaN),
    ),
  });
  const lines = [lineOf("train"), lineOf("validation")].filter(({ points }) => points.length > 0);
  return {
    title: "Loss of training and validation samples, without dropout and augmentation",
    x: "step",
    y: "loss",
    lines,
  };
};
