import {
  type Dataset,
  type Finding,
  type PaceMoment,
  type Run,
  type StepRecord,
  type StudyRun,
  signals,
  studyRunOf,
  type TrainedModel,
  type TrainOptions,
  type TrainProgress,
  trainRecipe,
  watch,
} from "evenkeel";
import { withoutData } from "../own-data/without-data.ts";
import type { FromWorker, RunRequest, Went } from "../protocol.ts";
import { factsOf } from "./facts-of.ts";
import type { Looks } from "./looks.ts";
import type { Pacer } from "./pacer.ts";
import { tellEpochs } from "./tell-epochs.ts";

/** Steps from one record of the layers to the next. */
const SIGNALS_EVERY = 10;
/** Seconds from one look of the doctor to the next, so that a finding is told within a second. */
const LOOK_EVERY = 0.5;

/** What a run is carried out with. */
export interface Around {
  data: Dataset;
  pacer: Pacer;
  signal: AbortSignal;
  /** What is kept of a run that is seen. */
  looks: Looks | undefined;
  tell(message: FromWorker): void;
}

/** What computes a run, and who is told of it, where the request says what shall. */
function computedBy({ id, backend }: RunRequest, tell: Around["tell"]): Pick<TrainOptions, "backend" | "onProgress"> {
  if (backend === undefined) return {};
  let told: string | undefined;
  const onProgress = ({ backend: by }: TrainProgress) => {
    if (by !== told) tell({ kind: "computed", id, by });
    told = by;
  };
  return { backend, onProgress };
}

/**
 * Trains a recipe with a seed as `compare` does, with the same bits, and tells of it meanwhile: of steps, layers, findings
 * and looks where it is seen, else of its epochs alone.
 */
export async function carryOut(request: RunRequest, around: Around): Promise<{ run: Run; row: StudyRun }> {
  const { id, seed, variant } = request;
  const { data, pacer, signal, looks, tell } = around;
  const recipe = { ...(request.data === undefined ? request.recipe : withoutData(request.recipe)), seed };
  const host = { threads: 0, signal, now: pacer.now, ...computedBy(request, tell) };
  const epochs = tellEpochs((epoch) => tell({ kind: "epoch", id, epoch }));
  if (request.looks === undefined) {
    const pace = ({ step }: PaceMoment) => pacer.next(step);
    const run = await trainRecipe(recipe, data, { ...host, pace, callbacks: [epochs] });
    return { run, row: studyRunOf(variant, seed, run) };
  }

  const started = pacer.now();
  let told = { step: 0, seconds: 0 };
  const rest: StepRecord[] = []; // steps since the last moment, which the end of the run tells of
  const went = async (
    step: number,
    of: Pick<Went, "steps" | "signals">,
    model: () => Promise<TrainedModel>,
    isLast = false, // the network that has finished is seen, whatever was seen before
  ) => {
    const seconds = (pacer.now() - started) / 1000;
    const each = (seconds - told.seconds) / Math.max(1, of.steps.length);
    const times = of.steps.map((_, i) => told.seconds + each * (i + 1)); // steps taken at once share their time
    told = { step, seconds };
    const seen = await looks?.at(step, model, pacer.stands(step) || isLast);
    tell({ kind: "went", id, went: { ...of, seconds: times, ...seen } });
  };
  const pace = ({ step, steps, signals, model, epochs, stepsPerEpoch }: PaceMoment) => {
    rest.length = 0;
    return pacer.next(step, async () => {
      if (step === 0) {
        const first = await model();
        tell({ kind: "begun", id, facts: factsOf(first, data, recipe, { epochs, stepsPerEpoch }) });
        looks?.plan(epochs * stepsPerEpoch, first);
      }
      await went(step, { steps: [...steps], signals: [...signals] }, model);
      return looks?.next(step);
    });
  };
  const findings = watch({
    verbose: false,
    seconds: LOOK_EVERY,
    onFinding: (finding: Finding) => tell({ kind: "finding", id, finding, step: rest.at(-1)?.step ?? told.step }),
  });
  const run = await trainRecipe(recipe, data, {
    ...{ ...host, pace },
    onStep: (row) => void rest.push(row),
    callbacks: [signals({ every: SIGNALS_EVERY }), epochs, findings],
  });
  const { step } = told;
  const last = {
    steps: rest.filter((row) => row.step > step),
    signals: run.signals.filter((signal) => signal.step > step),
  };
  await went(run.steps, last, async () => run.model, true);
  return { run, row: studyRunOf(variant, seed, run) };
}
