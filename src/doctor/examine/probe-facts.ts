import { batches } from "../../data/batches.ts";
import { sampleCount } from "../../data/dataset.ts";
import { signals } from "../../train/callbacks/signals.ts";
import type { Training } from "../../train/prepare/prepare-training.ts";
import { startingWeights } from "../../train/prepare/starting-weights.ts";
import { TrainingSession } from "../../train/step/session.ts";
import type { Patient, ProbeFacts } from "../examination.ts";
import { augmentedCosine } from "./augmented-cosine.ts";
import { byHeart } from "./by-heart.ts";
import type { Host } from "./host.ts";
import { cosineOf, gradientsOf, keepingGradients } from "./keep-gradients.ts";
import { LIMITS } from "./limits.ts";
import { meanOf } from "./means.ts";
import { Measurer } from "./measurer.ts";
import { openNext } from "./open-next.ts";
import { measuredData } from "./sample-of.ts";
import { settle } from "./settle.ts";
import { simplestLoss } from "./simplest-loss.ts";

/** Batches of which first loss and gradients are measured, each as a whole and by halves: three steps each, which are undone. */
const BATCHES = 8;
/** How often it is looked whether the probe is to end. */
const PAUSES = 8;

/**
 * What at most 200 steps show: batches at the first weights, some steps as the patient would train, and, with other weights,
 * learning a few samples by heart. It stops early where `host.signal` says so, with what it has.
 */
export async function probeFacts(patient: Patient, host: Host = {}): Promise<ProbeFacts> {
  const steps = Math.min(LIMITS.probeSteps, host.steps ?? LIMITS.probeSteps);
  const [trained, heart] = [Math.floor(0.28 * steps), Math.floor(0.6 * steps)]; // 56 and 120, beside 24 at the first weights
  const training = probed(patient.training);
  const device = await openNext(host);
  try {
    const optimizer = keepingGradients(training.optimizer);
    const weights = await startingWeights(training, host);
    const session = await TrainingSession.open({ device, ...training, optimizer }, weights);
    const told = (step: number) => host.onProgress?.({ phase: "probe", step, steps });
    told(0);
    await settle(session, device, endless(training).next().value as Uint32Array, host.signal);
    const first = await atFirst(session, training);
    told(3 * BATCHES);
    const measurer = new Measurer(session);
    const simplest = await simplestLoss(session);
    const course = await someSteps(session, measurer, training, trained, host);
    told(3 * BATCHES + trained);
    return {
      ...first,
      simplestLoss: simplest,
      byHeart: await byHeart(training, heart, host),
      ...course,
      augmented: await augmentedCosine(session),
    };
  } finally {
    await device.close();
  }
}

/** The training with a fixed sample of its training part as "test", and nothing that goes by epochs. */
function probed(given: Training): Training {
  const data = measuredData(given.data, given.seed);
  const averaging = given.callbacks.filter(({ average, rate }) => average !== undefined || rate !== undefined);
  const callbacks = [signals({ every: 1e6 }), ...averaging]; // the first step alone
  return { ...given, data, samples: sampleCount(data.train), chunk: undefined, callbacks };
}

/** The batches of one epoch after another. */
function* endless({ samples, batchSize, seed, shuffle }: Training): Generator<Uint32Array> {
  for (let epoch = 1; ; epoch++) yield* batches(samples, batchSize, { seed, epoch, shuffle });
}

/** Losses and gradients of several batches at the first weights, to which each step is followed by a way back. */
async function atFirst(
  session: TrainingSession,
  training: Training,
): Promise<Pick<ProbeFacts, "firstLoss" | "firstSignals" | "halves">> {
  const start = await session.trainingState();
  const order = endless(training);
  const lossOf = async (batch: Uint32Array, step: number) => {
    const [{ loss }] = await session.step([batch], { step, taken: 0 });
    return loss;
  };
  const gradientOf = async (batch: Uint32Array, step: number) => {
    await lossOf(batch, step);
    const gradients = await gradientsOf(session);
    await session.restore(start);
    return gradients;
  };
  const losses: number[] = [];
  const cosines: number[] = [];
  let before: Uint32Array | undefined;
  for (let i = 0; i < BATCHES; i++) {
    const batch = order.next().value as Uint32Array;
    losses.push(await lossOf(batch, i));
    await session.restore(start);
    // A batch of one sample is compared with the one before it.
    const half = batch.length >> 1;
    const [a, b] = half === 0 ? [before, batch] : [batch.slice(0, half), batch.slice(half, 2 * half)];
    if (a !== undefined) cosines.push(cosineOf(await gradientOf(a, i + 1), await gradientOf(b, i + 1)));
    before = batch;
  }
  const firstSignals = session.signals.slice();
  const defined = cosines.filter((cosine) => !Number.isNaN(cosine));
  return {
    firstLoss: meanOf(losses, training.batchSize),
    firstSignals,
    halves: meanOf(defined, training.batchSize),
  };
}

/** Some steps as the patient takes them; before each of the last its batch with the same weights in inference mode too. */
async function someSteps(
  session: TrainingSession,
  measurer: Measurer,
  training: Training,
  steps: number,
  { signal }: Host,
): Promise<Pick<ProbeFacts, "modes">> {
  const order = endless(training);
  const modes = { training: 0, inference: 0 };
  const gap = Math.max(1, Math.floor((steps - BATCHES) / PAUSES));
  let taken = 0;
  for (let step = 0; step < steps && !signal?.aborted; ) {
    const last = steps - step <= BATCHES;
    const some = Array.from({ length: last ? 1 : Math.min(gap, steps - BATCHES - step) }, () => order.next().value);
    const inference = last ? await measurer.lossOf("train", some[0]) : 0;
    const results = await session.step(some, { step, taken });
    if (last) {
      modes.inference += inference / BATCHES;
      modes.training += results[0].loss / BATCHES;
    }
    taken += results.filter(({ finite }) => finite === 1).length;
    step += results.length;
  }
  return { modes };
}
