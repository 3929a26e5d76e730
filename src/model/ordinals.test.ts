import { beforeAll, describe, expect, test } from "vitest";
import { kernelsOf, masksOf, streamsOf } from "../../test/beginning-of.ts";
import { present } from "../../test/present.ts";
import type { Dataset } from "../data/dataset.ts";
import { digits } from "../data/sources/digits.ts";
import { input, variable } from "../graph/tensor.ts";
import type { Optimizer } from "../optimize/optimizer.ts";
import { adam } from "../optimize/optimizers/adam.ts";
import { chain } from "../optimize/optimizers/chain.ts";
import { sgd } from "../optimize/optimizers/sgd.ts";
import { exponentialDecay } from "../optimize/schedules/exponential-decay.ts";
import { traceUpdate } from "../optimize/step/trace-update.ts";
import { clipByGlobalNorm } from "../optimize/transforms/clip-by-global-norm.ts";
import { gradientNoise } from "../optimize/transforms/gradient-noise.ts";
import { weightDecay } from "../optimize/transforms/weight-decay.ts";
import { averageWeights } from "../train/callbacks/average-weights.ts";
import { earlyStopping } from "../train/callbacks/early-stopping.ts";
import { train } from "../train/train.ts";
import type { TrainOptions } from "../train/train-options.ts";
import { convnet } from "./architectures/convnet.ts";
import { inceptionNet } from "./architectures/inception-net.ts";
import { mlp } from "./architectures/mlp.ts";
import { plainnet } from "./architectures/plainnet.ts";
import { resnet } from "./architectures/resnet.ts";
import type { Layer } from "./layer.ts";
import { augment } from "./layers/augment.ts";
import { batchNorm } from "./layers/batch-norm.ts";
import { conv2d } from "./layers/conv2d.ts";
import { dense } from "./layers/dense.ts";
import { dropout } from "./layers/dropout.ts";
import { parallel } from "./layers/parallel.ts";
import { relu } from "./layers/relu.ts";
import { residual } from "./layers/residual.ts";
import { sequential } from "./layers/sequential.ts";

const IMAGE = [28, 28, 1];

const kernels = (model: Layer, shape = IMAGE) => kernelsOf(model, shape);

describe("a trick that is switched on leaves the initial weights of all layers as they are", () => {
  const hidden = [6, 5];
  const cases: Record<string, [Layer, Layer]> = {
    "mlp, dropout": [mlp({ hidden }), mlp({ hidden, dropout: 0.2 })],
    "mlp, batch normalization": [mlp({ hidden }), mlp({ hidden, norm: "batch" })],
    "mlp, layer normalization": [mlp({ hidden }), mlp({ hidden, norm: "layer" })],
    "mlp, weight normalization": [mlp({ hidden }), mlp({ hidden, norm: "weight" })],
    "mlp, another activation": [mlp({ hidden }), mlp({ hidden, activation: "selu" })],
    "convnet, group normalization": [convnet({ dropout: 0 }), convnet({ norm: "group" })],
    "inceptionNet, no dropout, other normalization": [
      inceptionNet({ width: 16 }),
      inceptionNet({ width: 16, dropout: 0, norm: "layer" }),
    ],
    "resnet, stochastic depth": [resnet({ depth: 8, width: 4 }), resnet({ depth: 8, width: 4, stochasticDepth: 0.5 })],
    "resnet, no shortcuts": [resnet({ depth: 8, width: 4 }), plainnet({ depth: 8, width: 4, norm: "weight" })],
  };
  test.each(Object.entries(cases))("%s", (_, [plain, tricked]) => {
    expect(kernels(tricked)).toEqual(kernels(plain));
  });

  test("with a shortcut that has weights of its own, for the block and for what follows", () => {
    const model = (shortcut: "identity" | Layer) =>
      sequential([residual(sequential([conv2d(1, 1), relu()]), { shortcut }), conv2d(2, 3)]);
    const [block, last] = kernels(model("identity"));
    const [sameBlock, shortcut, sameLast] = kernels(model(conv2d(1, 1)));
    expect([sameBlock, sameLast]).toEqual([block, last]);
    expect(shortcut).not.toEqual(block);
  });

  test("and no two layers draw the same", () => {
    const all = kernels(sequential([parallel([dense(4), dense(4)]), dense(4), residual(dense(4))]), [8]);
    const shared = [all[0], all[1], all[2].slice(0, 16), all[3].slice(0, 16)].map((kernel) =>
      String(kernel.slice(0, 16)),
    );
    expect(new Set(shared).size).toBe(4);
  });
});

describe("a trick that is switched on leaves the masks of all layers as they are", () => {
  const model = (...between: Layer[]) =>
    sequential([dropout(0.5), dense(4), ...between, dropout(0.5), residual(sequential([dropout(0.5)]))]);
  const plain = masksOf(model(), [8]);

  test("each layer has a stream of its own", () => {
    expect(new Set(plain).size).toBe(3);
  });
  test.each<[string, Layer]>([
    ["a normalization", batchNorm()],
    ["an activation", relu()],
    ["a block", sequential([relu()])],
    ["a branch beside", residual(relu(), { shortcut: sequential([dropout(0)]) })],
  ])("%s is put in", (_, layer) => {
    expect(masksOf(model(layer), [8])).toEqual(plain);
  });
  test("a dropout is switched off", () => {
    const two = (rate: number) => sequential([dropout(rate), dense(4), dropout(0.5)]);
    expect(masksOf(two(0), [8])).toEqual(masksOf(two(0.5), [8]).slice(1));
  });
  test("a shortcut with a mask of its own is added", () => {
    const block = (shortcut: "identity" | Layer) =>
      sequential([residual(sequential([dropout(0.5)]), { shortcut }), dropout(0.5)]);
    const [inBlock, last] = masksOf(block("identity"), [8]);
    const more = masksOf(block(sequential([dropout(0.5)])), [8]);
    expect([more[0], more[2]]).toEqual([inBlock, last]);
    expect(new Set(more).size).toBe(3);
  });
  test("inputs are augmented", () => {
    const noisy = sequential([dropout(0.5)]);
    expect(masksOf(model(), [8], noisy)).toEqual(plain);
  });
});

test("a parameter meets the same gradient noise, whatever other parameters there are", () => {
  const streams = (names: string[], of: string) => {
    const params = Object.fromEntries(names.map((name) => [name, variable(name, [2])]));
    const sources = { key: input("key", [3], "uint32") };
    const { updates } = traceUpdate(chain(gradientNoise(), sgd()), params, params, {}, sources);
    const update = present(updates.find(({ variable }) => variable === params[of]));
    return streamsOf(update.value);
  };
  const plain = streams(["1.dense/kernel", "3.dense/kernel"], "3.dense/kernel");
  expect(plain).toHaveLength(1);
  expect(streams(["1.dense/kernel", "2.batchNorm/scale", "4.dense/kernel"], "4.dense/kernel")).toEqual(plain);
  expect(streams(["1.dense/kernel", "3.dense/kernel"], "1.dense/kernel")).not.toEqual(plain);
});

describe("whatever is switched on in a recipe, a run begins the same", () => {
  let data: Dataset;
  beforeAll(async () => {
    data = await digits({ train: 40, validation: 10, test: 0 });
  });
  /** The kernels after one step that moves next to nothing. */
  async function begin(model: Layer, options: TrainOptions = {}): Promise<string[]> {
    const run = await train(model, data, { threads: 0, epochs: 1, batchSize: 40, optimizer: still(), ...options });
    return Object.entries(run.state)
      .filter(([name]) => /^[^/]*dense\/kernel$/.test(name))
      .map(([, values]) => String(Array.from(values, (w) => w.toFixed(6))));
  }
  const still = (): Optimizer => sgd({ learningRate: 1e-12 });
  const hidden = [5];
  const recipes: Record<string, [Layer, TrainOptions?]> = {
    dropout: [mlp({ hidden, dropout: 0.5 })],
    "batch normalization": [mlp({ hidden, norm: "batch" })],
    "layer normalization": [mlp({ hidden, norm: "layer" })],
    clipping: [mlp({ hidden }), { optimizer: chain(clipByGlobalNorm(1), still()) }],
    "a schedule": [mlp({ hidden }), { optimizer: sgd({ learningRate: exponentialDecay(1e-12) }) }],
    "weight decay": [mlp({ hidden }), { optimizer: chain(weightDecay(1e-9), still()) }],
    "another optimizer": [mlp({ hidden }), { optimizer: adam({ learningRate: 1e-12 }) }],
    averaging: [mlp({ hidden }), { callbacks: [averageWeights()] }],
    "early stopping": [mlp({ hidden }), { callbacks: [earlyStopping()] }],
    augmentation: [mlp({ hidden }), { augment: augment({ shift: 2 }) }],
  };
  test.each(Object.entries(recipes))("%s", async (_, [model, options]) => {
    expect(await begin(model, options)).toEqual(await begin(mlp({ hidden })));
  });
});
