// Looks into a deep network at its first steps: with Glorot's law under ReLU signals fade, with He's they hold.
import assert from "node:assert/strict";
import { digits, glorotNormal, heNormal, mlp, momentum, signals, standardize, train } from "evenkeel";

const data = await digits({ seed: 1, train: 300, validation: 0, test: 100 });
const hidden = new Array(12).fill(64);
const fall: Record<string, number> = {};

for (const init of [glorotNormal(), heNormal()]) {
  const run = await train(mlp({ hidden, init }), data, {
    optimizer: momentum({ learningRate: 0.01 }),
    scaling: standardize(),
    epochs: 1,
    batchSize: 50,
    callbacks: [signals({ every: 5 })], // at steps 1 and 6
  });
  const first = run.signals.filter(({ step, layer }) => step === 1 && layer.endsWith("relu"));
  console.log(init.name);
  console.table(
    first.map(({ layer, std, gradientStd, saturated, dead }) => ({
      layer,
      std,
      gradientStd,
      saturated,
      dead,
    })),
  );
  fall[init.name] = first[0].std / first[11].std;
  await run.model.close();
}

// Each of 11 layers divides the standard deviation by √2: by 45 in all, give or take chance.
assert(fall.glorotNormal > 20);
assert(fall.heNormal < 3);
