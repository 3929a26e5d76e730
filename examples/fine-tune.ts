// Trains on drawn digits, and fine-tunes that network on 200 handwritten ones. Without MNIST at hand, digits that are turned, in
// another size and drawn with other noise stand in for them. Run by the tests.
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { adam, augment, batchNorm, chain, dense, digits, evaluate, flatten, freeze, mnist, perLayerRate, relu, sequential, train } from "evenkeel";

const model = sequential([flatten(), dense(64), batchNorm(), relu(), dense(10)]);
const drawn = await digits({ train: 2000, validation: 0, test: 200 });
const before = await train(model, drawn, { epochs: 4, augment: augment({ shift: 2 }) });
console.log(`Drawn digits: ${percent(before.test?.accuracy)} right`);

// 200 samples to learn from, none of which the network has seen.
const folder = process.env.EVENKEEL_MNIST ?? join(homedir(), ".cache", "evenkeel", "mnist");
const real = existsSync(folder);
const data = real
  ? await mnist({ directory: folder, train: 200, validation: 0, test: 1000 })
  : await standIn();
console.log(real ? "200 digits of MNIST" : `200 digits of a stand-in, since there is no MNIST in ${folder}`);
console.log(`As it is: ${percent((await evaluate(before.model, data.test)).accuracy)} right`);

// Only the last layer learns; the body keeps its weights and its running statistics.
const head = await train(model, data, {
  weights: before,
  optimizer: chain(freeze(["1.dense", "2.batchNorm"]), adam({ learningRate: 3e-3 })),
  epochs: 10,
  batchSize: 20,
});
console.log(`With another head: ${percent(head.test?.accuracy)} right`);

// Then all of it, the body ten times as slowly.
const tuned = await train(model, data, {
  weights: head,
  optimizer: chain(perLayerRate([["1.dense", 0.1], ["2.batchNorm", 0.1]]), adam({ learningRate: 3e-3 })),
  epochs: 20,
  batchSize: 20,
});
const alone = await train(model, data, { optimizer: adam({ learningRate: 3e-3 }), epochs: 30, batchSize: 20 });
console.log(`Fine-tuned: ${percent(tuned.test?.accuracy)} right; from 200 digits alone: ${percent(alone.test?.accuracy)}`);

if (String(head.weights["1.dense/kernel"]) !== String(before.weights["1.dense/kernel"])) throw new Error("the body moved");
if (String(head.weights["2.batchNorm/mean"]) !== String(before.weights["2.batchNorm/mean"]))
  throw new Error("statistics of the body moved");
if ((tuned.test?.accuracy ?? 0) < (alone.test?.accuracy ?? 0)) throw new Error("what was learned before did not help");
await Promise.all([before, head, tuned, alone].map(({ model }) => model.close()));

function percent(share = Number.NaN) {
  return `${(100 * share).toFixed(1)} %`;
}
