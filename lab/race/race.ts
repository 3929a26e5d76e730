import type { ReadonlySignal, Signal } from "@preact/signals";
import type { Epoch, Finding, Signal as LayerSignal, StepRecord, Study, StudyRun } from "evenkeel";
import type { Pair } from "../chapters/chapter.ts";
import type { Experiment } from "../experiment.ts";
import type { OwnData } from "../own-data.ts";
import type { ArmName, Before, EngineFacts, FromWorker, Look, Misread, RunFacts } from "../protocol.ts";

/** Where a race is. "following": the first pair has ended, further seeds run behind it. */
export type RaceStatus = "idle" | "preparing" | "running" | "paused" | "following" | "ended" | "failed";

/**
 * One of the two runs that are seen. Its lists grow in place; each message makes a new object around them, so that signals
 * tell of it.
 */
export interface RunState {
  arm: ArmName;
  seed: number;
  facts: RunFacts | undefined;
  steps: readonly StepRecord[];
  /** Seconds of training after each step. */
  seconds: readonly number[];
  epochs: readonly Epoch[];
  signals: readonly LayerSignal[];
  /** The newest look. */
  look: Look | undefined;
  /** Steps whose looks are kept, for the slider. */
  looks: readonly number[];
  findings: readonly { finding: Finding; step: number }[];
  /** What the doctor found before training, or why that is not known; undefined until it was asked. */
  before: Before | { refused: string } | undefined;
  /** What computes it, where the experiment says what shall. */
  computedBy: string | undefined;
  /** Once it has ended. */
  run: StudyRun | undefined;
  /** Why nothing came of it. */
  message: string | undefined;
}

/** Two runs side by side, and further seeds behind them. What views show, and what controls do. */
export interface Race {
  readonly experiment: ReadonlySignal<Experiment>;
  readonly status: ReadonlySignal<RaceStatus>;
  readonly a: ReadonlySignal<RunState | undefined>;
  readonly b: ReadonlySignal<RunState | undefined>;
  /** Epochs of further seeds, for bands. */
  readonly behind: ReadonlySignal<readonly { arm: ArmName; seed: number; epochs: readonly Epoch[] }[]>;
  /** Seeds whose two runs have ended. */
  readonly pairs: ReadonlySignal<readonly Pair[]>;
  /** What `compare` says of the pairs so far; from the first on. */
  readonly study: ReadonlySignal<Study | undefined>;
  /** What computes. */
  readonly engine: ReadonlySignal<EngineFacts | undefined>;
  /** Whether it is in slow motion. */
  readonly slow: ReadonlySignal<boolean>;
  /** The step under the cursor that all plots share; undefined: none. */
  readonly cursor: Signal<number | undefined>;
  /** The step that looks are shown of; undefined: the newest. */
  readonly shown: Signal<number | undefined>;
  /** Data that were dropped, in place of those of the recipe. */
  readonly data: Signal<OwnData | undefined>;

  /** Another experiment. One under way ends. */
  set(experiment: Experiment): void;
  /** Begins, or goes on after a pause. */
  start(): void;
  pause(): void;
  /** One step of both, then a pause. Begins if there is nothing yet, and again where the race has ended. */
  step(): void;
  setSlow(slow: boolean): void;
  /** From the beginning, with the same seed or another one. */
  again(seed?: number): void;
  /** What the network of a side says of inputs, now or after a step that was looked at. */
  read(arm: ArmName, inputs: Float32Array, shape: number[], step?: number): Promise<Answer<"read">>;
  /** What was looked at after a step. */
  lookAt(arm: ArmName, step: number): Promise<Look | undefined>;
  misread(arm: ArmName, most: number): Promise<readonly Misread[]>;
  /** The bytes of what a side has trained. */
  save(arm: ArmName, form: "safetensors" | "onnx" | "evenkeel"): Promise<{ bytes: Uint8Array; name: string }>;
  close(): void;
}

type Answer<K extends FromWorker["kind"]> = Extract<FromWorker, { kind: K }>;
