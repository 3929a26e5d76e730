import { sampleCount } from "../data/dataset.ts";
import type { BuiltLayer } from "../model/layer.ts";
import { RandomStream } from "../random.ts";
import type { Signal } from "../signals/signal.ts";
import type { NonFinite } from "../train/non-finite/non-finite.ts";
import type { Training } from "../train/prepare/prepare-training.ts";
import type { StepRecord } from "../train/recorder.ts";
import type { Epoch, Stopped } from "../train/run/history.ts";
import type { TrainingSession } from "../train/step/session.ts";
import { adviceOf } from "./advice-of.ts";
import type { Diagnosis } from "./diagnosis.ts";
import type { DataFacts, Evaluation, Examination, LayerFacts, Measured, Patient } from "./examination.ts";
import { clippedShare } from "./examine/clipped-share.ts";
import { dataFacts } from "./examine/data-facts.ts";
import { layerFacts } from "./examine/layer-facts.ts";
import { mainMeasure } from "./examine/main-measure.ts";
import { Measurer } from "./examine/measurer.ts";
import { nonFiniteText } from "./examine/non-finite-text.ts";
import type { Finding } from "./finding.ts";
import { judge } from "./judge.ts";
import * as watched from "./watched.ts";

/** A run as it stands when it is looked at. */
export interface Stand {
  readonly steps: readonly StepRecord[];
  readonly history: readonly Epoch[];
  readonly signals: readonly Signal[];
  readonly stopped?: Stopped;
  readonly skipped?: number;
  readonly nonFinite?: readonly NonFinite[];
}

/** The share of an epoch's samples that a look computes, so that looks cost little. */
const SHARE = 0.06;
/** The fewest and the most samples of the training part that a look measures. */
const [FEWEST, MOST] = [64, 256];
/** The most evaluations within an epoch that a glance compares: limits were found with about as many over a training. */
const WITHIN = 12;
/** Those of training. Those of the data that take a training too compare samples with each other, which is not done here. */
const ASKED: readonly Diagnosis[] = Object.values(watched);

/** The doctor beside a run that trains anyway: facts of the run as it stands, judged by the diagnoses of training. */
export class Watching {
  readonly #patient: Patient;
  readonly #session: TrainingSession;
  readonly #measurer: Measurer;
  readonly #layers: readonly LayerFacts[];
  readonly #rows: Uint32Array;
  readonly #evaluations: Evaluation[] = [];
  /** Those of glances since the last look. */
  #glances: Evaluation[] = [];
  #data: DataFacts | undefined;

  constructor(training: Training, session: TrainingSession) {
    this.#patient = asPatient(training);
    this.#session = session;
    this.#measurer = new Measurer(session);
    this.#layers = layerFacts(this.#patient, {}); // what is asked here looks at no first weights, which take a while to draw
    const count = sampleCount(training.data.train);
    const few = Math.min(count, MOST, Math.max(FEWEST, Math.round(SHARE * count)));
    this.#rows = new RandomStream(training.seed, "doctor/sample").permutation(count).slice(0, few).sort();
  }

  /** What is found of the run as it stands at the end of an epoch. */
  async look(stand: Stand): Promise<Finding[]> {
    const { steps, history } = stand;
    this.#glances = [];
    if (this.#evaluations.at(-1)?.step !== steps.length)
      this.#evaluations.push(await this.#evaluation(stand, history.at(-1)?.validation));
    return this.#found(stand, this.#evaluations);
  }

  /**
   * What is found of the run as it stands at any time; `validation` are its measures, where they are known. Looks to come know
   * nothing of it: what they find does not depend on when somebody glanced.
   */
  async glance(stand: Stand, validation?: Epoch["validation"]): Promise<Finding[]> {
    if (this.#glances.length === WITHIN) this.#glances = this.#glances.filter((_, i) => i % 2 === 1);
    this.#glances.push(await this.#evaluation(stand, validation));
    return this.#found(stand, [...this.#evaluations, ...this.#glances]);
  }

  #found(stand: Stand, evaluations: readonly Evaluation[]): Finding[] {
    const examination = this.#examination(stand, evaluations);
    return judge(examination, ASKED, (diagnosis, found) =>
      adviceOf(diagnosis.cures(found, examination), this.#patient),
    );
  }

  #examination(stand: Stand, evaluations: readonly Evaluation[]): Examination {
    const { training } = this.#patient;
    const { steps, history, signals, stopped, nonFinite = this.#session.nonFinite } = stand;
    const { totalSteps, stepsPerEpoch } = training.progress;
    const data = () => (this.#data ??= dataFacts(this.#patient));
    return {
      patient: this.#patient,
      // No diagnosis that is asked looks at it, and it takes a second for thousands of images.
      get data() {
        return data();
      },
      layers: this.#layers,
      course: {
        steps,
        stepsPerEpoch,
        plannedSteps: Math.min(totalSteps, training.maxSteps ?? Number.POSITIVE_INFINITY),
        signals,
        history: [...history],
        evaluations,
        stopped,
        skippedSteps: stand.skipped ?? steps.filter(({ finite }) => !finite).length,
        nonFinite: nonFiniteText(nonFinite[0]),
        clipped: clippedShare(training.optimizer, steps, signals),
        sampleLosses: undefined,
        main: mainMeasure(training),
      },
    };
  }

  /** Some training samples are measured; the validation part was by the run itself, without errors, which follow from theirs. */
  async #evaluation({ steps, signals }: Stand, validation: Epoch["validation"]): Promise<Evaluation> {
    const { training } = this.#patient;
    const train = await this.#measurer.measure("train", this.#rows);
    const count = training.data.validation === undefined ? 0 : sampleCount(training.data.validation);
    return {
      step: steps.length,
      train,
      validation: validation && withErrors(validation, train, count),
      weightNorm: kernelNormOf(training.model, signals),
    };
  }
}

/** √Σ w² over all kernels, as the last signals have it: nothing is copied from the device for it. */
function kernelNormOf({ parameters }: BuiltLayer, signals: readonly Signal[]): number {
  const last = signals.filter(({ step }) => step === signals.at(-1)?.step);
  const squares = last.flatMap(({ layer, parameters: of = {} }) =>
    Object.entries(of).map(([name, { norm }]) => {
      const { shape } = parameters[`${layer}/${name}`] ?? parameters[name] ?? { shape: [] };
      return shape.length > 1 ? norm ** 2 : 0;
    }),
  );
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0));
}

/** Means over `count` samples, with errors as if these were spread like others of the same measure, as far as means allow. */
function withErrors(
  means: Readonly<Record<string, number>>,
  others: Readonly<Record<string, Measured>>,
  count: number,
): Record<string, Measured> {
  return Object.fromEntries(
    Object.entries(means).flatMap(([name, mean]) => {
      const other = others[name];
      if (other === undefined) return [];
      const scale = name === "loss" && other.mean > 0 ? Math.max(1, mean / other.mean) : 1;
      return [[name, { mean, error: scale * other.error * Math.sqrt(other.count / count), count }]];
    }),
  );
}

/** A run that trains as the patient of an examination. */
function asPatient(training: Training): Patient {
  const { data, layer, task, loss, metrics, optimizer, callbacks, epochs, batchSize, seed, shuffle } = training;
  const options = { loss, metrics, optimizer, callbacks, epochs, batchSize, seed, shuffle };
  return { data, model: layer, options, training, task };
}
