// Pairs of digits: one encoder reads both images, and two heads say whether the digits are the same, and what their sum is.
import assert from "node:assert/strict";
import {
  adam,
  arrays,
  crossEntropy,
  dense,
  digits,
  flatten,
  graph,
  heads,
  meanSquaredError,
  relu,
  sequential,
  train,
} from "evenkeel";

const { train: drawn } = await digits({ seed: 1, train: 2000, validation: 0, test: 1 });
const count = 4000;
const pixels = 28 * 28;
const left = new Uint8Array(count * pixels);
const right = new Uint8Array(count * pixels);
const same: string[] = [];
const sum: number[] = [];
for (let i = 0; i < count; i++) {
  const a = (i * 7919) % 2000;
  let b = (i * 104_729 + 17) % 2000;
  if (i % 2 === 0) while (drawn.targets.data[b] !== drawn.targets.data[a]) b = (b + 1) % 2000; // half of the pairs
  left.set(drawn.inputs.data.subarray(a * pixels, (a + 1) * pixels), i * pixels);
  right.set(drawn.inputs.data.subarray(b * pixels, (b + 1) * pixels), i * pixels);
  same.push(drawn.targets.data[a] === drawn.targets.data[b] ? "same" : "different");
  sum.push(drawn.targets.data[a] + drawn.targets.data[b]);
}
const shape = [count, 28, 28, 1];
const data = arrays(
  {
    inputs: { left: { shape, data: left }, right: { shape, data: right } },
    labels: { same },
    targets: { sum },
  },
  { test: 500, seed: 1 },
);

const model = graph(({ input, apply, shared, add, subtract, multiply, concat }) => {
  const read = shared(sequential([flatten(), dense(64), relu(), dense(32), relu()]), { name: "encoder" });
  const [a, b] = [read(input("left")), read(input("right"))];
  const both = add(a, b);
  const apart = subtract(a, b);
  const hidden = apply(sequential([dense(64), relu()]), concat(multiply(apart, apart), both));
  return {
    same: apply(dense(2), hidden),
    sum: apply(dense(1), concat(hidden, both)), // both, once more: past the hidden layer
  };
});

const run = await train(model, data, {
  loss: heads([
    ["same", crossEntropy()],
    ["sum", meanSquaredError(), 0.5],
  ]),
  optimizer: adam({ learningRate: 2e-3 }),
  epochs: 12,
});
console.log(run.model.summary());
console.log(run.test);

const one = 28 * 28;
const { outputs } = await run.model.predict({
  left: { shape: [1, 28, 28, 1], data: left.subarray(0, one) },
  right: { shape: [1, 28, 28, 1], data: right.subarray(0, one) },
});
console.log(outputs);
await run.model.close();

assert((run.test?.["same.accuracy"] ?? 0) > 0.8);
assert((run.test?.["sum.rootMeanSquaredError"] ?? 9) < 3);
