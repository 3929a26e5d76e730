import { expect, test } from "vitest";
import { points, SMALL, small } from "../../../test/small-runs.ts";
import { adam } from "../../optimize/optimizers/adam.ts";
import { chain } from "../../optimize/optimizers/chain.ts";
import { sgd } from "../../optimize/optimizers/sgd.ts";
import { clipByGlobalNorm } from "../../optimize/transforms/clip-by-global-norm.ts";
import { freeze } from "../../optimize/transforms/freeze.ts";
import type { Signal } from "../../signals/signal.ts";
import { prepareTraining } from "../../train/prepare/prepare-training.ts";
import type { StepRecord } from "../../train/recorder.ts";
import type { Diagnosis } from "../diagnosis.ts";
import type { CourseFacts, Examination, ProbeFacts } from "../examination.ts";
import { cannotOverfit } from "./cannot-overfit.ts";
import { clippingOff } from "./clipping-off.ts";
import { deadUnits } from "./dead-units.ts";
import { diverges } from "./diverges.ts";
import { explodingSignals } from "./exploding-signals.ts";
import { firstLossOff } from "./first-loss-off.ts";
import { layerStuck } from "./layer-stuck.ts";
import { layerTooFast } from "./layer-too-fast.ts";
import { nonFiniteStep } from "./non-finite-step.ts";
import { rateTooLow } from "./rate-too-low.ts";
import { saturation } from "./saturation.ts";
import { vanishingGradients } from "./vanishing-gradients.ts";

const STEPS = 80;
const PATHS = ["0.dense", "1.tanh", "2.dense", "3.relu", "4.dense"];
const training = await prepareTraining(small(), points(48), { ...SMALL, optimizer: adam() });

const measured = (mean: number) => ({ mean, error: 0.02, count: 512 });
/** What a sound layer gives; `place` of five. */
const sound = (step: number, place: number): Signal => ({
  step,
  epoch: 1,
  layer: PATHS[place],
  mean: 0,
  std: 1,
  ...(place % 2 === 1 ? { saturated: 0.3, dead: 0 } : {}),
  gradientStd: 0.1,
  ...(place % 2 === 0 ? { parameters: { kernel: { norm: 10, gradientNorm: 1, updateRatio: 3e-3 } } } : {}),
});
const kernel = (given: { norm?: number; gradientNorm?: number; updateRatio?: number }) => ({
  parameters: { kernel: { norm: 10, gradientNorm: 1, updateRatio: 3e-3, ...given } },
});
type Change = (signal: Signal, place: number) => Partial<Signal>;
const signalsOf = (change: Change = () => ({})) =>
  Array.from({ length: STEPS / 5 }, (_, i) => 5 * i + 1).flatMap((step) =>
    PATHS.map((_, place) => ({ ...sound(step, place), ...change(sound(step, place), place) })),
  );
const stepsOf = (loss: (step: number) => number, gradientNorm = (_: number) => 2): StepRecord[] =>
  Array.from({ length: STEPS }, (_, i) => {
    const shared = { step: i + 1, epoch: 1, measures: {}, learningRate: 1e-3, finite: true };
    return { ...shared, loss: loss(i) + 0.05 * (i % 3), gradientNorm: gradientNorm(i) };
  });
const falling = (i: number) => 2 * 0.98 ** i;
const evaluationsOf = (losses: readonly number[], norms: readonly number[] = [10, 10.1, 10.2, 10.3]) =>
  losses.map((loss, i) => ({
    step: 20 * i,
    train: { loss: measured(loss) },
    validation: undefined,
    weightNorm: norms[i],
  }));

const SOUND_COURSE: CourseFacts = {
  steps: stepsOf(falling),
  stepsPerEpoch: 40,
  plannedSteps: STEPS,
  signals: signalsOf(),
  history: [],
  evaluations: evaluationsOf([2, 1.4, 1, 0.6]),
  stopped: undefined,
  skippedSteps: 0,
  nonFinite: undefined,
  clipped: undefined,
  sampleLosses: undefined,
  main: { name: "loss", higherIsBetter: false, simplest: undefined },
};
const SOUND_PROBE: ProbeFacts = {
  firstLoss: measured(1.2),
  simplestLoss: 1.1,
  firstSignals: PATHS.map((_, place) => sound(1, place)),
  byHeart: { samples: 16, steps: 60, before: 1.2, after: 0.01, wrong: 0 },
  halves: measured(0.4),
  modes: { training: 0.5, inference: 0.5 },
  augmented: undefined,
};

function found(
  diagnosis: Diagnosis,
  course: Partial<CourseFacts> = {},
  probe: Partial<ProbeFacts> = {},
  optimizer = training.optimizer,
) {
  const patient = {
    data: training.data,
    model: training.layer,
    options: {},
    training: { ...training, optimizer },
    task: training.task,
  };
  const examination = {
    patient,
    data: { contradicted: 0 },
    layers: [],
    course: { ...SOUND_COURSE, ...course },
    probe: { ...SOUND_PROBE, ...probe },
  } as unknown as Examination;
  const limits = Object.fromEntries(Object.entries(diagnosis.thresholds).map(([name, { value }]) => [name, value]));
  const all = [diagnosis.find(examination, limits) ?? []].flat();
  for (const one of all) expect(diagnosis.cures(one, examination).length).toBeGreaterThan(0);
  return all.filter(({ evidence, certain }) => certain === true || evidence.length > 1).map(({ where }) => where);
}

const TWELVE = [
  ...[cannotOverfit, clippingOff, deadUnits, diverges, explodingSignals, firstLossOff],
  ...[layerStuck, layerTooFast, nonFiniteStep, rateTooLow, saturation, vanishingGradients],
];

test.each(TWELVE.map((one) => [one.name, one] as const))("%s is silent about a sound run", (_, diagnosis) => {
  expect(found(diagnosis)).toEqual([]);
});

test("a first loss far above chance, with outputs that are large", () => {
  const firstSignals = SOUND_PROBE.firstSignals.map((row) => ({ ...row, std: row.layer === "4.dense" ? 30 : 1 }));
  expect(found(firstLossOff, {}, { firstLoss: measured(20), firstSignals })).toEqual(["4.dense"]);
  expect(found(firstLossOff, {}, { firstLoss: measured(20) })).toEqual([]); // one sign
});

test("16 samples that are not learned by heart, with less strictness where inputs are few", () => {
  const byHeart = { samples: 16, steps: 120, before: 1.2, after: 1.1, wrong: 0.6 };
  expect(found(cannotOverfit, {}, { byHeart })).toEqual(["model"]);
  expect(found(cannotOverfit, {}, { byHeart: { ...byHeart, after: 0.7 } })).toEqual([]); // four inputs
});

test("a loss that leaps while the weights grow, unless it is made up for", () => {
  const steps = stepsOf((i) => (i < 20 ? 12 : 2));
  expect(found(diverges, { steps, evaluations: evaluationsOf([2, 5, 2.2, 2.1], [10, 90, 100, 100]) })).toEqual([
    "optimizer",
  ]);
  expect(found(diverges, { steps, evaluations: evaluationsOf([2, 1, 0.4, 0.2], [10, 90, 100, 100]) })).toEqual([]);
  expect(found(diverges, { stopped: { reason: "diverged", epoch: 1 } })).toEqual(["optimizer"]);
});

test("kernels that hardly move while the loss stays", () => {
  const signals = signalsOf((_, place) => (place % 2 === 0 ? kernel({ updateRatio: 4e-6 }) : {}));
  expect(found(rateTooLow, { signals, evaluations: evaluationsOf([2, 1.99, 1.98, 1.97]) })).toEqual(["optimizer"]);
  expect(found(rateTooLow, { signals })).toEqual([]); // it learns
});

test("gradients that fade towards the inputs", () => {
  const signals = signalsOf((_, place) => ({
    gradientStd: 10 ** (place - 6),
    ...(place % 2 === 0 && kernel({ gradientNorm: 10 ** (2 * place - 8) })),
  }));
  expect(found(vanishingGradients, { signals })).toEqual(["0.dense"]);
});

test("signals that grow from layer to layer", () => {
  const firstSignals = SOUND_PROBE.firstSignals.map((row, place) => ({ ...row, std: 6 ** (place + 1) }));
  expect(found(explodingSignals, {}, { firstSignals, firstLoss: measured(500) })).toEqual(["3.relu"]);
  const normalized = firstSignals.map((row, place) => ({
    ...row,
    layer: place % 2 === 1 ? `${place}.batchNorm` : row.layer,
  }));
  expect(found(explodingSignals, {}, { firstSignals: normalized, firstLoss: measured(500) })).toEqual([]);
});

test("units that are never on, and tanh at its ends, but not the zeros of ReLU", () => {
  const dead = signalsOf((_, place) => (place === 3 ? { dead: 0.97 } : {}));
  expect(found(deadUnits, { signals: dead })).toEqual(["3.relu"]);
  const flat = signalsOf((_, place) => (place % 2 === 1 ? { saturated: 0.8 } : {}));
  expect(found(saturation, { signals: flat })).toEqual(["1.tanh"]);
});

test("steps that were left out", () => {
  expect(found(nonFiniteStep, { skippedSteps: 3, nonFinite: "log in loss, sample 17" })).toEqual([
    "log in loss, sample 17",
  ]);
});

test("a kernel without any movement, and one that is frozen as it was drawn", () => {
  const signals = signalsOf((_, place) => (place === 2 ? kernel({ updateRatio: 0 }) : {}));
  expect(found(layerStuck, { signals })).toEqual(["2.dense"]);
  expect(found(layerStuck, {}, {}, chain(freeze("0.dense"), adam()))).toEqual(["0.dense"]);
});

test("a kernel that a step changes by a fifth, and that grows", () => {
  const signals = signalsOf(({ step }, place) => (place === 0 ? kernel({ updateRatio: 0.2, norm: 10 + step }) : {}));
  expect(found(layerTooFast, { signals })).toEqual(["0.dense"]);
});

test("a limit far below every gradient, and gradients far above all others without one", () => {
  const clipped = chain(clipByGlobalNorm(0.01), sgd());
  expect(found(clippingOff, { clipped: 1 }, {}, clipped)).toEqual(["optimizer"]);
  const spikes = (low: number, high: number) => (i: number) => (i % 25 === 24 ? high : low);
  expect(found(clippingOff, { steps: stepsOf(spikes(0.5, 20), spikes(2, 500)) })).toEqual(["optimizer"]);
});
