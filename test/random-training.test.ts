import { describe, expect, test } from "vitest";
import { catalogue } from "../src/catalogue.ts";
import { arrays } from "../src/data/arrays.ts";
import type { Dataset } from "../src/data/dataset.ts";
import type { Kind } from "../src/from-spec.ts";
import { fromSpec } from "../src/from-spec.ts";
import { type Shape, sizeOf } from "../src/graph/shape.ts";
import type { Layer } from "../src/model/layer.ts";
import { dense } from "../src/model/layers/dense.ts";
import { flatten } from "../src/model/layers/flatten.ts";
import { sequential } from "../src/model/layers/sequential.ts";
import type { Optimizer } from "../src/optimize/optimizer.ts";
import { chain } from "../src/optimize/optimizers/chain.ts";
import { RandomStream } from "../src/random.ts";
import { allTrickFacts } from "../src/report/catalogue/trick-facts.ts";
import { train } from "../src/train/train.ts";
import { evaluateExample } from "./evaluate-example.ts";

const CASES = 24;
const SAMPLES = 13;
const CLASSES = 3;
/** Layers for inputs of a kind of their own or made of others, and rules for models with layers of certain names. */
const APART = ["embedding", "reshape", "sequential", "ensemble", "muon"];
/** Steps by the sign of a gradient, which float32 may have the other way round where it is about 0. */
const BY_SIGN = ["lion"];
/** Larger ones take long in the reference. */
const MOST_NUMBERS = 300;
/**
 * Of losses, relative or to 1. Most differ by less than 1e-6; but where a gradient is 0 but for rounding, as that of a bias
 * before a batch normalization, Adam and its kin make a whole step of it, in float32 another one than in float64.
 */
const TOLERANCE = 2e-3;

/** Everything of a training that is drawn by the number of a case. */
function drawCase(number: number) {
  const random = new RandomStream(number, "random training");
  const pick = <T>(list: readonly T[]): T => list[random.integer(list.length)];
  const shape = pick<Shape>([[1], [5], [11], [5, 4, 3], [7, 7, 1], [1, 1, 2]]);
  const layers = stack(shape, 1 + random.integer(6), () => pick(examplesOf("layers")) as Layer);
  const optimizer = fromSpec("optimizers", { name: pick(RATED), learningRate: pick(examplesOf("schedules")) });
  const transforms = Array.from({ length: random.integer(3) }, () => pick(examplesOf("transforms")) as Optimizer);
  const batchSize = pick([1, 4, 7, 13]);
  return { shape, layers, optimizer: chain(...transforms, optimizer), batchSize };
}

/** What the examples of a kind make, where they make no more than the trick itself. */
const examplesOf = (kind: Kind) =>
  allTrickFacts()
    .filter((trick) => trick.kind === kind && !APART.includes(trick.name))
    .map(({ example }) => evaluateExample(example))
    .filter((made) => made.name in catalogue[kind]);

const RATED = Object.entries(catalogue.optimizers)
  .filter(([name, { definition }]) => "learningRate" in definition.options && !APART.includes(name))
  .map(([name]) => name);

/** Layers drawn one after another, as far as they fit, and small enough. */
function stack(input: Shape, length: number, draw: () => Layer): Layer[] {
  const layers: Layer[] = [];
  let shape = input;
  for (let tries = 0; layers.length < length && tries < 60; tries++) {
    const layer = draw();
    try {
      const next = layer.build(shape).outputShape;
      if (sizeOf(next) > MOST_NUMBERS) continue;
      layers.push(layer);
      shape = next;
    } catch {} // does not fit
  }
  return [...layers, flatten(), dense(CLASSES)];
}

function samples(shape: Shape, number: number): Dataset {
  const random = new RandomStream(number, "samples");
  const inputs = Float32Array.from({ length: SAMPLES * sizeOf(shape) }, () => random.normal());
  const labels = Uint8Array.from({ length: SAMPLES }, (_, i) => i % CLASSES);
  return arrays({ inputs: { shape: [SAMPLES, ...shape], data: inputs }, labels });
}

describe("random stacks, optimizers, transforms and schedules", { timeout: 60_000 }, () => {
  test.each(Array.from({ length: CASES }, (_, i) => i))("case %d", async (number) => {
    const { shape, layers, optimizer, batchSize } = drawCase(number);
    const told = JSON.stringify({ shape, layers, optimizer, batchSize });
    const model = sequential(layers);
    const run = (options: object) =>
      train(model, samples(shape, number), { optimizer, batchSize, epochs: 2, seed: number, ...options });
    const lossesOf = ({ history }: Awaited<ReturnType<typeof run>>) => history.map(({ train }) => train.loss);

    const first = await run({ threads: 0 });
    expect(first.stopped.reason, told).toBe("epochs");
    for (const loss of lossesOf(first)) expect(Number.isFinite(loss), told).toBe(true);

    const again = await run({ threads: number % 4 === 0 ? 2 : 0 });
    expect(lossesOf(again), told).toEqual(lossesOf(first));
    for (const [name, data] of Object.entries(first.model.parts.weights))
      expect(again.model.parts.weights[name], `${name} of ${told}`).toEqual(data);

    if (BY_SIGN.some((name) => told.includes(`"${name}"`))) return;
    const exact = lossesOf(await run({ backend: "reference" }));
    lossesOf(first).forEach((loss, i) => {
      expect(Math.abs(loss - exact[i]) / Math.max(1, exact[i]), `epoch ${i + 1} of ${told}`).toBeLessThan(TOLERANCE);
    });
  });
});
