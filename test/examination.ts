import type {
  CourseFacts,
  DataFacts,
  Evaluation,
  Examination,
  FeatureFacts,
  Measured,
  ProbeFacts,
} from "../src/doctor/examination.ts";
import { adam } from "../src/optimize/optimizers/adam.ts";
import type { Recipe } from "../src/recipe/recipe.ts";

/** Anything of an object may be left out, of the objects in it too. */
type Partly<T> = T extends readonly unknown[] | Float64Array | ((...args: never[]) => unknown)
  ? T
  : T extends object
    ? { readonly [K in keyof T]?: Partly<T[K]> | undefined }
    : T;

/** What is to differ from a healthy run. */
export interface Overrides {
  /** Undefined for a patient that was made in code. */
  readonly recipe?: Partial<Recipe> | undefined;
  readonly patient?: {
    readonly task?: Examination["patient"]["task"];
    readonly training?: object;
    readonly data?: object;
  };
  readonly data?: Partly<DataFacts>;
  readonly layers?: Examination["layers"];
  /** undefined: the phase was not gone through. */
  readonly probe?: Partly<ProbeFacts> | undefined;
  readonly course?: Partly<CourseFacts> | undefined;
}

/**
 * The examination of a healthy run, an mlp on four standardized features and three classes, with what is to differ. Lists are
 * replaced as a whole, objects key by key.
 */
export function examinationOf(overrides: Overrides = {}): Examination {
  const { recipe, patient, data, layers } = overrides;
  return {
    patient: {
      ...("recipe" in overrides && recipe === undefined ? {} : { recipe: { ...RECIPE, ...recipe } }),
      data: { name: "data", classes: ["a", "b", "c"], train: { inputs: { shape: [2000, 4] } }, ...patient?.data },
      training: { ...TRAINING, ...patient?.training },
      task: patient?.task ?? "classification",
    } as unknown as Examination["patient"],
    data: merged(DATA, data),
    layers: layers ?? [],
    ...("probe" in overrides && overrides.probe === undefined ? {} : { probe: merged(PROBE, overrides.probe) }),
    ...("course" in overrides && overrides.course === undefined ? {} : { course: merged(COURSE, overrides.course) }),
  };
}

/** A mean with its standard error. */
export const measured = (mean: number, error = 0.01, count = 500): Measured => ({ mean, error, count });

/** The evaluations of a course: by measure one number for each, of both parts. */
export function evaluationsOf(
  train: Readonly<Record<string, readonly number[]>>,
  validation: Readonly<Record<string, readonly number[]>> | undefined,
  { every = 50, error = 0.01, norms = [] }: { every?: number; error?: number; norms?: readonly number[] } = {},
): Evaluation[] {
  const at = (part: Readonly<Record<string, readonly number[]>>, i: number) =>
    Object.fromEntries(Object.entries(part).map(([name, values]) => [name, measured(values[i], error)]));
  return train.loss.map((_, i) => ({
    step: i * every,
    train: at(train, i),
    validation: validation && at(validation, i),
    weightNorm: norms[i] ?? 10 + 0.1 * i,
  }));
}

function merged<T extends object>(facts: T, overrides: object | undefined): T {
  const result: Record<string, unknown> = { ...(facts as Record<string, unknown>) };
  for (const [key, value] of Object.entries(overrides ?? {})) {
    const old = result[key];
    result[key] = isPlain(old) && isPlain(value) ? merged(old, value) : value;
  }
  return result as T;
}

function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

const RECIPE = { data: "blobs", model: "mlp", optimizer: "adam", schedule: "none", seed: 1 };

const TRAINING = {
  task: "classification",
  data: {
    classes: ["a", "b", "c"],
    train: {
      inputs: { shape: [2000, 4] },
      targets: { shape: [2000], data: Uint8Array.from({ length: 2000 }, (_, i) => Math.min(2, Math.floor(i / 700))) },
    },
  },
  batchSize: 32,
  epochs: 20,
  shuffle: true,
  seed: 1,
  callbacks: [],
  loss: { name: "crossEntropy", values: {} },
  optimizer: adam(),
  samples: 2000,
  progress: { stepsPerEpoch: 63, totalSteps: 1260 },
  metrics: [],
};

const FEATURES: FeatureFacts = {
  mean: new Float64Array(4),
  std: new Float64Array(4).fill(1),
  min: new Float64Array(4).fill(-3),
  max: new Float64Array(4).fill(3),
  rms: 1,
};

const DATA: DataFacts = {
  kind: "numbers",
  features: ["feature 0", "feature 1", "feature 2", "feature 3"],
  raw: FEATURES,
  scaled: FEATURES,
  constant: 0,
  nonFinite: undefined,
  samples: { train: 2000, validation: 600, test: 600 },
  classCounts: [700, 700, 600],
  targets: undefined,
  shared: { validation: 0, test: 0, chance: 0 },
  repeated: 0,
  contradicted: 0,
  shift: { validation: new Float64Array(4).fill(0.05), test: new Float64Array(4).fill(0.05) },
  spread: { validation: new Float64Array(4).fill(1), test: new Float64Array(4).fill(1) },
  batchEntropy: 1,
  neighbors: {
    train: measured(0.9, 0.015),
    validation: measured(0.9, 0.015),
    chance: 0.335,
    outvoted: measured(0.01, 0.006),
  },
};

const PROBE: ProbeFacts = {
  firstLoss: measured(1.15, 0.03, 5),
  simplestLoss: Math.log(3),
  firstSignals: [],
  byHeart: { samples: 16, steps: 200, before: 1.1, after: 0.01, wrong: 0 },
  halves: measured(0.5, 0.1, 5),
  modes: { training: 0.3, inference: 0.3 },
  augmented: undefined,
};

const losses = Array.from({ length: 13 }, (_, i) => 1.1 * Math.exp(-i / 3) + 0.2);
const accuracies = losses.map((loss) => 1 - loss / 2.4);

const COURSE: CourseFacts = {
  steps: Array.from({ length: 600 }, (_, i) => ({
    step: i + 1,
    epoch: 1 + Math.floor(i / 63),
    loss: 1.1 * Math.exp(-i / 150) + 0.2,
    measures: {},
    gradientNorm: 1,
    learningRate: 0.001,
    finite: true,
  })),
  stepsPerEpoch: 63,
  plannedSteps: 1260,
  signals: [],
  history: [],
  evaluations: evaluationsOf(
    { loss: losses, accuracy: accuracies },
    { loss: losses.map((loss) => loss + 0.01), accuracy: accuracies },
  ),
  stopped: undefined,
  skippedSteps: 0,
  nonFinite: undefined,
  clipped: undefined,
  sampleLosses: Float64Array.from({ length: 500 }, (_, i) => 0.02 + (0.6 * i) / 500),
  main: { name: "accuracy", higherIsBetter: true, simplest: 0.35 },
};
