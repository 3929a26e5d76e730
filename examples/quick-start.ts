// Trains a small network with several tricks at once, on digits that are drawn on the spot. Run by the tests.
import {
  accuracy,
  adam,
  averageWeights,
  batchNorm,
  chain,
  clipByGlobalNorm,
  crossEntropy,
  dense,
  digits,
  dropout,
  earlyStopping,
  evaluate,
  exponentialDecay,
  flatten,
  heNormal,
  loadRun,
  relu,
  sequential,
  train,
} from "evenkeel";

const data = await digits({ seed: 1 }); // { train, validation, test, classes }
const model = sequential([
  flatten(), // [batch, 28, 28, 1] → [batch, 784]
  dense(256, { init: heNormal() }),
  batchNorm(),
  relu(),
  dropout(0.3),
  dense(10),
]);

const run = await train(model, data, {
  loss: crossEntropy(), // from logits
  metrics: [accuracy()],
  optimizer: chain(clipByGlobalNorm(1), adam({ learningRate: exponentialDecay(1e-3, { factor: 0.98 }) })),
  epochs: 20,
  batchSize: 64,
  seed: 1,
  callbacks: [earlyStopping({ patience: 3 }), averageWeights({ decay: 0.999 })],
});

console.table(
  run.history.map(({ epoch, train, validation }) => ({ epoch, ...train, validation: validation?.accuracy })),
);
console.log(run.stopped, run.test);

console.log(run.model.summary());
const images = { shape: [2, 28, 28, 1], data: data.test.inputs.data.slice(0, 2 * 784) };
const probabilities = await run.model.predict(images); // { shape: [2, 10], data: Float32Array, classes }
console.log(await run.model.classify(images), await evaluate(run.model, data.test));
const path = process.argv[2] ?? "digits.evenkeel";
await run.save(path); // architecture, weights, optimizer state, data order, random state
const { model: loaded } = await loadRun(path);
const again = await loaded.predict(images);

if (String(again.data) !== String(probabilities.data)) throw new Error("the loaded model predicts something else");
if ((run.test?.accuracy ?? 0) < 0.95)
  throw new Error(`expected 95 % of the test digits to be read, got ${run.test?.accuracy}`);
await Promise.all([run.model.close(), loaded.close()]);
