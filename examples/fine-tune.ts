// Trains on drawn digits, and fine-tunes that network on 200 handwritten ones; drawn digits that lean stand in for these where MNIST
// is not at hand. Run by the tests.
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import {
  adam,
  augment,
  batchNorm,
  chain,
  type Dataset,
  dense,
  digits,
  evaluate,
  flatten,
  freeze,
  mnist,
  perLayerRate,
  relu,
  sequential,
  train,
  withSizes,
} from "evenkeel";

const model = sequential([flatten(), dense(64), batchNorm(), relu(), dense(10)]);
const drawn = await digits({ train: 2000, validation: 0, test: 200 });
const before = await train(model, drawn, { epochs: 4, augment: augment({ shift: 2 }) });
console.log(`Drawn digits: ${percent(before.test?.accuracy)} right`);

// 200 samples to learn from, none of which the network has seen.
const folder = join(process.env.EVENKEEL_CACHE ?? join(homedir(), ".cache", "evenkeel"), "mnist");
const real = ["", ".gz"].some((ending) => existsSync(join(folder, `train-images-idx3-ubyte${ending}`)));
const data = real
  ? withSizes(await mnist({ directory: folder }), { train: 200, test: 1000 })
  : slanted(await digits({ seed: 2, train: 200, validation: 0, test: 1000 }));
console.log(real ? "200 digits of MNIST" : `200 drawn digits that lean stand in for MNIST, which is not in ${folder}`);
if (data.test) console.log(`As it is: ${percent((await evaluate(before.model, data.test)).accuracy)} right`);

// Only the last layer learns; the body keeps its weights and its running statistics.
const head = await train(model, data, {
  weights: before,
  optimizer: chain(freeze(["1.dense", "2.batchNorm"]), adam({ learningRate: 3e-3 })),
  epochs: 10,
  batchSize: 20,
});
console.log(`With its last layer trained again: ${percent(head.test?.accuracy)} right`);

// Then all of it, the body ten times as slowly.
const tuned = await train(model, data, {
  weights: head,
  optimizer: chain(
    perLayerRate([
      ["1.dense", 0.1],
      ["2.batchNorm", 0.1],
    ]),
    adam({ learningRate: 3e-3 }),
  ),
  epochs: 20,
  batchSize: 20,
});
const alone = await train(model, data, { optimizer: adam({ learningRate: 3e-3 }), epochs: 30, batchSize: 20 });
console.log(
  `Fine-tuned: ${percent(tuned.test?.accuracy)} right; from 200 digits alone: ${percent(alone.test?.accuracy)}`,
);

if (String(head.weights["1.dense/kernel"]) !== String(before.weights["1.dense/kernel"]))
  throw new Error("the body moved");
if (String(head.weights["2.batchNorm/mean"]) !== String(before.weights["2.batchNorm/mean"]))
  throw new Error("statistics of the body moved");
if ((tuned.test?.accuracy ?? 0) < (alone.test?.accuracy ?? 0)) throw new Error("what was learned before did not help");
await Promise.all([before, head, tuned, alone].map(({ model }) => model.close()));

function percent(share = Number.NaN) {
  return `${(100 * share).toFixed(1)} %`;
}

/** The same digits, leaning over: each row is moved by two thirds of its distance to the middle. */
function slanted<T extends Dataset>(data: T): T {
  const lean = ({ inputs, ...others }: Dataset["train"]) => ({
    ...others,
    inputs: { ...inputs, data: inputs.data.map((_, i, all) => pixel(all, i)) },
  });
  return { ...data, train: lean(data.train), ...(data.test && { test: lean(data.test) }) };
}

function pixel(all: ArrayLike<number>, i: number): number {
  const [row, column] = [Math.floor(i / 28) % 28, i % 28];
  const from = column + Math.round(((14 - row) * 2) / 3);
  return from < 0 || from > 27 ? 0 : all[i - column + from];
}
