import { describe, expect, test } from "vitest";
import { catalogue } from "../src/catalogue.ts";
import { arrays } from "../src/data/arrays.ts";
import { checkDataset } from "../src/data/checks/check-dataset.ts";
import type { Dataset } from "../src/data/dataset.ts";
import type { Scaling } from "../src/data/scaling.ts";
import type { Source } from "../src/data/source.ts";
import { fromSpec, type Kind } from "../src/from-spec.ts";
import { type Shape, sizeOf } from "../src/graph/shape.ts";
import type { Initializer } from "../src/model/initializer.ts";
import type { Layer } from "../src/model/layer.ts";
import { batchNorm, conv2d, dense, flatten, relu } from "../src/model/layers/index.ts";
import { sequential } from "../src/model/layers/sequential.ts";
import type { Loss } from "../src/model/loss.ts";
import { meanSquaredError } from "../src/model/losses/mean-squared-error.ts";
import type { Metric } from "../src/model/metric.ts";

import type { Optimizer } from "../src/optimize/optimizer.ts";
import { chain } from "../src/optimize/optimizers/chain.ts";
import { sgd } from "../src/optimize/optimizers/sgd.ts";
import { isSchedule } from "../src/optimize/schedule.ts";
import { RandomStream } from "../src/random.ts";
import { allTrickFacts } from "../src/report/catalogue/trick-facts.ts";
import type { Callback } from "../src/train/callback.ts";
import type { Run } from "../src/train/run/run.ts";
import { train } from "../src/train/train.ts";
import type { TrainOptions } from "../src/train/train-options.ts";
import type { Instance } from "../src/trick.ts";
import { evaluateExample } from "./evaluate-example.ts";
import { checkGradients, distinctNumbers } from "./finite-differences.ts";
import { layerFunction } from "./layer-function.ts";

/** What the example of each kind of trick has to do besides being made. */
const USES: Readonly<Record<Kind, (made: Instance) => Promise<void>>> = {
  async sources(source) {
    if (OF_FILES.includes(source.name)) return;
    const data = await (source as Source);
    expect(checkDataset(data)).toEqual(data);
  },
  async scalings(scaling) {
    const { subtract, multiply } = (scaling as Scaling).fit(Float64Array.of(0, 51, 255));
    expect(multiply * (255 - subtract)).toBeGreaterThan(multiply * (0 - subtract));
    await trains({ scaling: scaling as Scaling });
  },
  layers: (layer) => trainsIn(layer as Layer),
  async architectures(model) {
    const built = (model as Layer).build(IMAGE);
    expect(built.outputShape).toEqual([10]);
    await trains({}, model as Layer, classified(IMAGE, 10));
  },
  async initializers(initializer) {
    const shape = [6, 4];
    const draw = () => {
      const random = new RandomStream(1, "example");
      return (initializer as Initializer).draw({ shape, fanIn: 6, fanOut: 4, random });
    };
    expect(draw()).toHaveLength(24);
    expect(draw().every(Number.isFinite)).toBe(true);
    expect(draw()).toEqual(draw());
    await trains({}, sequential([dense(4, { init: initializer as Initializer }), dense(3)]), classified([5], 3));
  },
  async losses(loss) {
    await trains({ loss: loss as Loss }, ...forLoss(loss as Loss));
  },
  async metrics(metric) {
    const { tasks, compute } = metric as Metric;
    const numbers: [Layer, Dataset] | [] = tasks?.includes("regression") ? forLoss(meanSquaredError()) : [];
    const loss = numbers.length > 0 ? meanSquaredError() : undefined;
    const { history } = await trains({ metrics: [metric as Metric], loss }, ...numbers);
    expect(history[0].validation?.[metric.name]).toBeTypeOf("number");
    expect(Object.hasOwn(history[0].train, metric.name)).toBe(compute !== undefined);
  },
  async optimizers(optimizer) {
    await trains({ optimizer: optimizer as Optimizer });
  },
  async transforms(transform) {
    if (transform.name === "chain") await trains({ optimizer: transform as Optimizer });
    else await trains({ optimizer: chain(transform as Optimizer, sgd({ learningRate: 0.05 })) });
  },
  async schedules(schedule) {
    if (!isSchedule(schedule)) return USES.optimizers(schedule); // one that needs its optimizer to be seen at work
    const run = await trains({ optimizer: sgd({ learningRate: schedule }) });
    const last = { stepsPerEpoch: STEPS, totalSteps: 2 * STEPS };
    expect(run.history[1].learningRate).toBe(schedule.at(2 * STEPS - 1, last));
  },
  async callbacks(callback) {
    await trains({ callbacks: [callback as Callback] });
  },
};

/** Sources whose examples name files that are not there. */
const OF_FILES = [
  "cifar10",
  "csv",
  "fashionMnist",
  "idx",
  "imageFolder",
  "json",
  "jsonLines",
  "mnist",
  "npy",
  "npz",
  "parquet",
  "table",
];

/** The catalogue of what an example makes: a chain with the transform in it, an optimizer with the schedule in it. */
function kindOfExample(kind: Kind, made: Instance): Kind {
  if (kind === "architectures") return "layers";
  return "apply" in made && !(made.name in catalogue.transforms) ? "optimizers" : kind;
}

const IMAGE: Shape = [28, 28, 1];
/** Shapes of samples, of which a layer takes the first that fits it. */
const SHAPES: readonly Shape[] = [[6, 6, 8], IMAGE, [12], [784]];
/** Layers whose inputs are numbers of entries, not numbers to compute with. */
const LOOKUPS = ["embedding"];
const SAMPLES = 20;
/** In one epoch. */
const STEPS = 4;
/** Long enough for the first compilation of a model of many layers on a busy machine. */
const TIMEOUT = { timeout: 60_000 };

const examples = allTrickFacts().map(({ kind, name, example }) => ({ kind, name, example }));
/** Examples that need trained models: `ensemble.test.ts` has that of an ensemble. */
const OF_TRAINED_MODELS = ["ensemble"];
const evaluated = examples.filter(({ name }) => !OF_TRAINED_MODELS.includes(name));

describe("the example", TIMEOUT, () => {
  test.each(evaluated)("$example", async ({ kind, name, example }) => {
    const made = evaluateExample(example);
    const again = fromSpec(kindOfExample(kind, made), JSON.parse(JSON.stringify(made)));
    expect(JSON.stringify(again)).toBe(JSON.stringify(made));
    if (kind !== "architectures") expect(example).toContain(`${name}(`);
    await USES[kind](made);
  });
});

describe("gradients are the differences", TIMEOUT, () => {
  const layers = evaluated.filter(({ kind }) => kind === "layers");
  const cases = layers.flatMap((layer) =>
    [1, 7].flatMap((batch) => [true, false].map((training) => ({ ...layer, batch, training }))),
  );
  test.each(cases)("$name, batch $batch, training $training", async ({ name, example, batch, training }) => {
    const layer = evaluateExample(example) as Layer;
    const shape = [batch, ...fitting(layer)];
    const { parameters, state } = layer.build(shape.slice(1));
    const input = LOOKUPS.includes(name) ? { shape, data: new Float64Array(sizeOf(shape)).fill(1) } : inputs(shape);
    const weights = Object.values(parameters).map((spec, i) => inputs(spec.shape, i + 2));
    const statistics = Object.values(state).map((spec, i) => ({
      ...inputs(spec.shape, i + 40, { low: 0.5, high: 2 }), // a variance is above 0
    }));
    const args = [input, ...weights, ...statistics];
    const wrt = args.map((_, i) => i).slice(LOOKUPS.includes(name) ? 1 : 0, 1 + weights.length);
    await checkGradients(layerFunction(layer, { training }), args, { wrt, directions: 4 });
  });
});

const inputs = (shape: Shape, seed = 1, range = {}) => distinctNumbers(shape, { seed, ...range });

/** The first shape of a sample that a layer takes. */
function fitting(layer: Layer): Shape {
  const fits = (shape: Shape) => {
    try {
      return layer.build(shape) !== undefined;
    } catch {
      return false;
    }
  };
  const shape = SHAPES.find(fits);
  if (shape === undefined) throw new Error(`no shape of ${JSON.stringify(SHAPES)} fits ${layer.name}`);
  return shape;
}

async function trainsIn(layer: Layer): Promise<void> {
  const shape = fitting(layer);
  const data = classified(shape, 3, LOOKUPS.includes(layer.name));
  await trains({}, sequential([layer, flatten(), dense(3)]), data);
}

/** Two epochs, the losses of which must be finite, and which must not leave the weights as they were. */
async function trains(
  options: TrainOptions,
  model: Layer = sequential([conv2d(4, 3), batchNorm(), relu(), flatten(), dense(3)]),
  data: Dataset = classified([6, 6, 2], 3),
): Promise<Run> {
  const common = { epochs: 2, batchSize: 3, threads: 0, optimizer: sgd({ learningRate: 0.05 }), ...options };
  const run = await train(model, data, common);
  expect(run.history).toHaveLength(2);
  for (const { train, validation } of run.history) {
    expect(train.loss).toBeLessThan(1e6);
    expect(validation?.loss).toBeLessThan(1e6);
  }
  expect(run.history[1].train.loss).not.toBe(run.history[0].train.loss);
  return run;
}

/** Random samples of random classes; whole numbers for lookups. */
function classified(shape: Shape, classes: number, whole = false): Dataset {
  const random = new RandomStream(7, "examples");
  const data = Array.from({ length: SAMPLES * sizeOf(shape) }, () => (whole ? random.integer(4) : random.normal()));
  const labels = Uint8Array.from({ length: SAMPLES }, (_, i) => i % classes);
  return arrays(
    { inputs: { shape: [SAMPLES, ...shape], data: Float32Array.from(data) }, labels, classes },
    { validation: 8, stratify: false },
  );
}

/** A model and data whose targets are of the loss's kind. */
function forLoss(loss: Loss): [Layer, Dataset] {
  const data = classified([5], 3);
  if (loss.targetKind === "classes") return [sequential([dense(3)]), data];
  const random = new RandomStream(8, "targets");
  const share = Float64Array.from({ length: SAMPLES }, () => random.between(0, 1));
  const rows = Array.from(share, (p) => [p, 1 - p]).flat(); // for a loss of probabilities too
  const targets = { shape: [SAMPLES, 2], data: Float32Array.from(rows) };
  const shape = [SAMPLES, 5];
  const numbers = Float32Array.from({ length: sizeOf(shape) }, () => random.normal());
  return [sequential([dense(2)]), arrays({ inputs: { shape, data: numbers }, targets }, { validation: 8 })];
}
