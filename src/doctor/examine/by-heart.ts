import { sampleCount } from "../../data/dataset.ts";
import { sizeOf } from "../../graph/shape.ts";
import { defaultMetrics } from "../../model/default-metrics.ts";
import { adam } from "../../optimize/optimizers/adam.ts";
import type { Training } from "../../train/prepare/prepare-training.ts";
import { startingWeights } from "../../train/prepare/starting-weights.ts";
import { TrainingSession } from "../../train/step/session.ts";
import type { ProbeFacts } from "../examination.ts";
import { calm } from "./calm.ts";
import type { Host } from "./host.ts";
import { openNext } from "./open-next.ts";
import { sampleOf } from "./sample-of.ts";

/** So many samples a sound model learns by heart. */
const SAMPLES = 16;
/** Rates of Adam that are tried one after another: small networks need the first, deep ones without normalization the second. */
const RATES = [1e-2, 1e-3];
/** Beyond this share of wrong answers the next rate is tried. */
const ENOUGH = 0.05;

/**
 * Training on the same few samples again and again, by Adam and not by the patient's optimizer: a rate that is too high or too
 * low, a penalty or frozen layers are diseases of their own, and here it is asked whether the model, its first weights and
 * its loss can learn at all.
 * @param steps in all, over the rates that are tried.
 */
export async function byHeart(training: Training, steps: number, host: Host): Promise<ProbeFacts["byHeart"]> {
  const { task, data, loss, batchSize: _, seed } = training;
  const few = sampleOf(data.train, SAMPLES, seed);
  const learned = { loss, outputs: sizeOf(training.model.outputShape), classes: data.classes, task };
  const metrics = loss.heads === undefined ? defaultMetrics(learned) : [];
  const model = calm(training.model);
  const own = {
    ...training,
    model,
    metrics,
    data: { ...data, train: few, test: few },
    callbacks: [],
    augment: undefined,
  };
  const samples = sampleCount(few);
  const batch = Uint32Array.from({ length: samples }, (_, i) => i);
  const weights = await startingWeights(training, host);
  const each = Math.floor(steps / RATES.length);
  let best: ProbeFacts["byHeart"] | undefined;
  let taken = 0;
  for (const learningRate of RATES) {
    const device = await openNext(host);
    try {
      const progress = { stepsPerEpoch: 1, totalSteps: each };
      const session = await TrainingSession.open(
        { device, ...own, optimizer: adam({ learningRate }), progress },
        weights,
      );
      const before = await session.evaluate("test", samples);
      const results = await session.step(
        Array.from({ length: each }, () => batch),
        { step: 0, taken: 0 },
      );
      const after = await session.evaluate("test", samples);
      taken += results.length;
      const { accuracy, r2 } = after;
      // Without a share of right answers: how much of the loss is left.
      const wrong = accuracy !== undefined ? 1 - accuracy : r2 !== undefined ? 1 - r2 : after.loss / before.loss;
      const one = { samples, steps: taken, before: before.loss, after: after.loss, wrong };
      best = best === undefined || !(best.wrong <= one.wrong) ? one : { ...best, steps: taken };
    } finally {
      await device.close();
    }
    if (best.wrong <= ENOUGH || host.signal?.aborted === true) break;
  }
  return best as ProbeFacts["byHeart"];
}
