/** What the page and its workers say to each other. Every message is plain data; numbers in bulk are transferred. */
import type { Epoch, Finding, Signal, StepRecord, Study, StudyRun } from "evenkeel";
import type { ArmName, Backend, RecipeJson } from "./experiment.ts";
import type { OwnData } from "./own-data.ts";
import type { Language } from "./texts/language.ts";

export type { ArmName };

/** One run that a worker carries out. A worker has one at a time. */
export interface RunRequest {
  /** Known by in all messages that concern it. */
  id: number;
  arm: ArmName;
  /** What its rows in studies are called. */
  variant: string;
  recipe: RecipeJson;
  seed: number;
  /** What was dropped on the page, in place of the data that the recipe names. */
  data?: OwnData;
  /** What computes it; "wasm" by default. */
  backend?: Backend;
  /** What is looked at while it trains; a run behind the first pair is not looked at, and of its steps nothing is told. */
  looks: LookRequest | undefined;
}

/** What is recorded of a run as it goes, beside losses and signals. */
export interface LookRequest {
  /** Whether the answers over a plane of two inputs are wanted: sides of a square grid, or undefined. */
  surface: number | undefined;
  /** Whether histograms of the outputs of layers are wanted. */
  histograms: boolean;
  /** Whether filters of the first layer are wanted. */
  filters: boolean;
}

export type ToWorker =
  /** A run that may follow: its data are made ready, and the engine is warmed with it. */
  | { kind: "prepare"; recipe: RecipeJson; data?: OwnData }
  | { kind: "begin"; run: RunRequest }
  /**
   * The step up to which the run may go; a run begins with 0. This is all of pause, single steps and slow motion (there
   * `still`: somebody looks at the network as it is after that step), and of going side by side.
   */
  | { kind: "pace"; until: number; still: boolean }
  /** Asks for a sign of life. */
  | { kind: "ping" }
  /** Ends the run under way. What it was is answered no more. */
  | { kind: "stop" }
  /** Reads inputs with the network as it is now, or as it was after a step that was looked at. */
  | { kind: "read"; question: number; inputs: Float32Array; shape: number[]; step?: number }
  /** What was looked at after a step: the nearest one that is kept. */
  | { kind: "look"; question: number; step: number }
  /** Test samples that the finished network gets wrong. */
  | { kind: "misread"; question: number; most: number }
  /** The bytes of the trained model or run. */
  | { kind: "save"; question: number; form: "safetensors" | "onnx" | "evenkeel" }
  /** What the doctor finds in the data and the structure of a run, before training; a part of a second is spent on it. */
  | { kind: "before"; question: number; recipe: RecipeJson; data?: OwnData }
  /** What `compare` would say of these runs. */
  | { kind: "study"; question: number; of: StudyRequest };

export interface StudyRequest {
  base: RecipeJson;
  /** The changes of each side, by the name of its variant. A key that is null is taken out. */
  variants: Record<string, RecipeJson>;
  runs: readonly StudyRun[];
  /** Of its words. */
  language: Language;
  /** What computed the runs, where the experiment says what shall, and in words, with the adapter. */
  backend?: Backend;
  computedBy?: string;
  data?: OwnData;
}

export type FromWorker =
  /** The worker has loaded the engine, and computed something with it. */
  | { kind: "ready"; engine: EngineFacts }
  | { kind: "pong" }
  | { kind: "begun"; id: number; facts: RunFacts }
  /** What computes the run, where the request says what shall: "webgpu, …", the adapter. */
  | { kind: "computed"; id: number; by: string }
  /** What happened since the last such message, about ten times a second. */
  | { kind: "went"; id: number; went: Went }
  | { kind: "epoch"; id: number; epoch: Epoch }
  | { kind: "finding"; id: number; finding: Finding; step: number }
  /** What `compare` would have had of this run, with the same bits. */
  | { kind: "ended"; id: number; run: StudyRun }
  /** Nothing came of it. */
  | { kind: "failed"; id: number; reason: Reason }
  | { kind: "read"; question: number; outputs: Float32Array; shape: number[] }
  | { kind: "look"; question: number; look: Look | undefined }
  | { kind: "misread"; question: number; samples: Misread[] }
  | { kind: "before"; question: number; before: Before }
  | { kind: "study"; question: number; study: Study }
  | { kind: "saved"; question: number; bytes: Uint8Array; name: string }
  /** A question that has no answer. */
  | { kind: "refused"; question: number; reason: Reason };

/** What the doctor found before training. */
export interface Before {
  findings: readonly Finding[];
  /** How many diagnoses were asked. */
  diagnoses: number;
  /** What was not looked at, and why, in the words of the library. */
  left: readonly string[];
}

/** Why nothing came of it: what the page has words for, or what an error of the library says, in English. */
export type Reason = { code: "nothingTrained" | "noStep" } | { said: string };

/** What computes in a worker. */
export interface EngineFacts {
  /** Threads that compute a network: each of the two has a worker of its own. */
  threads: number;
  /** Whether the page could share memory between threads; networks of the lab need none. */
  sharedMemory: boolean;
  simd: "relaxed" | "plain";
  /** "WebAssembly, relaxed SIMD, 1 thread a network" */
  description: string;
}

export interface RunFacts {
  parameters: number;
  epochs: number;
  stepsPerEpoch: number;
  /** Sizes of the sets. */
  training: number;
  validation: number;
  test: number;
  /** Of one sample. */
  inputShape: number[];
  classes: string[] | undefined;
  /** What the run is compared by on the test set: "accuracy". */
  metric: string;
  higherIsBetter: boolean;
  /** Paths of the layers, in order. */
  layers: string[];
  /** Training samples, where they are points of a plane; at most 400. */
  points?: PlanePoints;
}

export interface PlanePoints {
  x: Float64Array;
  y: Float64Array;
  /** Which class, or the number to be learned. */
  targets: Float64Array;
}

export interface Went {
  /** Each once, in order. */
  steps: StepRecord[];
  /** Seconds of training after each of these steps. */
  seconds: number[];
  signals: Signal[];
  /** The newest look, if there was one. */
  look?: Look;
  /** Steps whose looks can be asked for, where they are others than before. */
  kept?: number[];
}

/** What a network was after a step. */
export interface Look {
  /** Counted from 1 over the run; 0: first weights. */
  step: number;
  surface?: Surface;
  histograms?: Histogram[];
  filters?: Filters;
}

/** Answers over a square of the plane, row by row from its upper left. */
export interface Surface {
  side: number;
  /** [left, right, bottom, top] in the units of the inputs. */
  bounds: [number, number, number, number];
  /** The network's output in [0, 1] for class 1, or its number. */
  output: Float32Array;
  /** The same of units within, by the path of their layer. */
  units: { layer: string; outputs: Float32Array[] }[];
}

/** How the outputs of a layer are distributed, for a fixed batch of samples. */
export interface Histogram {
  layer: string;
  /** The edges of the bins are evenly spaced from low to high. There are none where an output is not finite. */
  low: number;
  high: number;
  counts: number[];
}

/** Weights that look at the inputs, as pictures. */
export interface Filters {
  layer: string;
  height: number;
  width: number;
  channels: number;
  /** How many filters the layer has. */
  count: number;
  /** The first of them, one after another, [height, width, channels] each. */
  pixels: Float32Array[];
}

export interface Misread {
  /** Which test sample. */
  index: number;
  inputs: Float32Array;
  shape: number[];
  /** What it is. */
  class: number;
  /** The network's probabilities. */
  probabilities: Float32Array;
}
