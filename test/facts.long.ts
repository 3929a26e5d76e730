import { existsSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { Dataset, Samples } from "../src/data/dataset.ts";
import { digits } from "../src/data/sources/digits.ts";
import { mnist } from "../src/data/sources/mnist.ts";
import { mlp, plainnet, resnet } from "../src/model/architectures/index.ts";
import { heNormal } from "../src/model/initializers/he-normal.ts";
import type { Layer } from "../src/model/layer.ts";
import { dense, dropout, flatten, relu } from "../src/model/layers/index.ts";
import { sequential } from "../src/model/layers/sequential.ts";
import { adam } from "../src/optimize/optimizers/adam.ts";
import { sgd } from "../src/optimize/optimizers/sgd.ts";
import type { Run } from "../src/train/run/run.ts";
import { train } from "../src/train/train.ts";
import type { TrainOptions } from "../src/train/train-options.ts";

/** Some trainings of a minute on a busy machine; not a measure of speed. */
const PATIENCE = { timeout: 600_000 };
const SEEDS = [1, 2, 3, 4, 5];

const folder = join(process.env.EVENKEEL_DATA ?? "", "mnist");
const present = process.env.EVENKEEL_DATA !== undefined && existsSync(folder);

describe.skipIf(!present)("on MNIST (in EVENKEEL_DATA)", PATIENCE, () => {
  let data: Dataset;
  beforeAll(async () => {
    data = await mnist({ directory: folder });
  });

  test("batch normalization is as accurate in at most half the steps (Ioffe and Szegedy 2015, section 4.1)", async () => {
    // Their network: three layers of 100 sigmoid units, batches of 60. Both are trained with the customary rate of 0.1:
    // in six epochs without, 91.9 %; after one epoch with, 92.0 %. With rates that suit the plain network best (0.5 and
    // 1) the lead is smaller: its best of six epochs is reached in four.
    const EPOCHS = 4;
    const options = { optimizer: sgd({ learningRate: 0.1 }), batchSize: 60 };
    const of = async (norm: "none" | "batch", epochs: number, seed: number) => {
      const model = mlp({ hidden: [100, 100, 100], activation: "sigmoid", norm });
      return accuracyOf(await trainOn(data, model, { ...options, epochs, seed }));
    };
    for (const seed of SEEDS) {
      const [without, halfAsLong] = await Promise.all([of("none", EPOCHS, seed), of("batch", EPOCHS / 2, seed)]);
      expect(without, `without, seed ${seed}`).toBeGreaterThan(0.8); // it has learned, only later
      expect(halfAsLong, `with, seed ${seed}`).toBeGreaterThanOrEqual(without);
    }
  });

  test("dropout lowers the test error of 1,000 images, in 5 paired seeds of 5 (Srivastava et al. 2014)", async () => {
    // Their rates: a fifth of the inputs, half of the hidden units.
    const network = (drops: boolean): Layer =>
      sequential([
        flatten(),
        ...(drops ? [dropout(0.2)] : []),
        ...[1, 2].flatMap(() => [dense(800, { init: heNormal() }), relu(), ...(drops ? [dropout(0.5)] : [])]),
        dense(10, { init: heNormal() }),
      ]);
    // Measured: 1.35, 0.49, 0.68, 0.71 and 0.75 percentage points, of errors of 9.5 to 10.5 %.
    for (const seed of SEEDS) {
      const some = { ...data, train: part(data.train, 1000 * (seed - 1), 1000) };
      const [without, withDropout] = await Promise.all(
        [false, true].map((drops) => trainOn(some, network(drops), { batchSize: 100, epochs: 40, seed })),
      );
      expect(without.history.at(-1)?.train.accuracy, "without, on what it was trained on").toBeGreaterThan(0.999);
      expect(accuracyOf(withDropout), `seed ${seed}`).toBeGreaterThan(accuracyOf(without));
    }
  });
});

describe("depth (He et al. 2016, section 4.2)", PATIENCE, () => {
  /** A thousand drawn digits of 7×7. */
  let data: Dataset;
  beforeAll(async () => {
    const drawn = await digits({ seed: 1, train: 1000, validation: 1, test: 10 });
    data = { name: "small digits", train: shrunk(drawn.train), ...(drawn.classes && { classes: drawn.classes }) };
  });

  test("a plain network of 56 layers hardly learns what one of 20 does, and residual ones do", async () => {
    // After 160 steps: plain 0.67 to 0.94 with 20 layers and 2.05 to 2.24 with 56 (a guess costs 2.30); residual 0.19 to
    // 0.31 with 20 and 0.25 to 0.31 with 56. That 56 residual layers end below 20 takes hours to show.
    const lossOf = async (make: (options: { depth: number; width: number }) => Layer, depth: number, seed: number) => {
      const options = { optimizer: adam({ learningRate: 0.01 }), batchSize: 50, epochs: 8, seed };
      return (await trainOn(data, make({ depth, width: 4 }), options)).history.at(-1)?.train.loss ?? Number.NaN;
    };
    for (const seed of SEEDS.slice(0, 3)) {
      const [plain20, plain56] = await Promise.all([lossOf(plainnet, 20, seed), lossOf(plainnet, 56, seed)]);
      const [residual20, residual56] = await Promise.all([lossOf(resnet, 20, seed), lossOf(resnet, 56, seed)]);
      expect(plain56, `plain, seed ${seed}`).toBeGreaterThan(2 * plain20);
      expect(residual56, `residual, seed ${seed}`).toBeLessThan(plain20);
      expect(residual56 - residual20, `the costs of depth, seed ${seed}`).toBeLessThan(0.5 * (plain56 - plain20));
    }
  });
});

const trainOn = (data: Dataset, model: Layer, options: TrainOptions) => train(model, data, { threads: 1, ...options });

const accuracyOf = (run: Run) => run.test?.accuracy ?? Number.NaN;

/** So many samples from a place on. */
function part({ inputs, targets }: Samples, from: number, count: number): Samples {
  const cut = ({ shape, data }: Samples["inputs"]) => {
    const size = data.length / shape[0];
    return { shape: [count, ...shape.slice(1)], data: data.slice(from * size, (from + count) * size) };
  };
  return { inputs: cut(inputs), targets: cut(targets) };
}

/** Images of 28×28 bytes as means of 4×4 pixels, in [0, 1]. */
function shrunk({ inputs, targets }: Samples): Samples {
  const count = inputs.shape[0];
  const data = new Float32Array(count * 49);
  inputs.data.forEach((byte, i) => {
    const [image, row, column] = [Math.floor(i / 784), Math.floor((i % 784) / 28), i % 28];
    data[image * 49 + Math.floor(row / 4) * 7 + Math.floor(column / 4)] += byte / 255 / 16;
  });
  return { inputs: { shape: [count, 7, 7, 1], data }, targets };
}
