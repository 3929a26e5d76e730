import { existsSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { Dataset } from "../src/data/dataset.ts";
import { digits } from "../src/data/sources/digits.ts";
import { fashionMnist } from "../src/data/sources/fashion-mnist.ts";
import { limit } from "../src/data/split.ts";
import * as architectures from "../src/model/architectures/index.ts";
import type { Layer } from "../src/model/layer.ts";
import { adam } from "../src/optimize/optimizers/adam.ts";
import { train } from "../src/train/train.ts";

const { inceptionNet, mlp, plainnet, resnet } = architectures;

/** Architectures made small, or in several forms; the others are taken as they are by default. */
const SMALLER: Readonly<Record<string, readonly Layer[]>> = {
  inceptionNet: [inceptionNet({ width: 16, dropout: 0 })],
  mlp: [mlp({ norm: "weight" })],
  plainnet: [plainnet({ depth: 8, width: 8 })],
  resnet: [
    resnet({ depth: 8, width: 8 }),
    resnet({ depth: 8, width: 8, norm: "group", stochasticDepth: 0.2 }),
    resnet({ depth: 14, width: 8, norm: "weight" }),
  ],
};

let data: Dataset;
beforeAll(async () => {
  data = await digits({ seed: 1, train: 1000, validation: 0, test: 300 });
});

const rows = Object.entries(architectures).flatMap(([name, architecture]) =>
  (SMALLER[name] ?? [architecture()]).map((model, i) => ({ name: `${name} ${i}`, model })),
);

test.each(rows)("$name learns the drawn digits", async ({ name, model }) => {
  const { test: measures } = await train(model, data, {
    epochs: name.startsWith("inceptionNet") ? 4 : 8,
    batchSize: 30,
    optimizer: adam({ learningRate: 3e-3 }),
  });
  expect(measures?.accuracy).toBeGreaterThan(0.5); // guessing gets 0.1; they get 0.70 to 0.95
});

const folder = join(process.env.EVENKEEL_DATA ?? "", "fashion-mnist");
const present = process.env.EVENKEEL_DATA !== undefined && existsSync(folder);

test.skipIf(!present).each([
  ["resnet", resnet({ depth: 8 })],
  ["inceptionNet", inceptionNet({ width: 16, dropout: 0 })],
])("%s learns clothes (needs Fashion-MNIST in EVENKEEL_DATA)", { timeout: 600_000 }, async (_, model) => {
  const clothes = limit(await fashionMnist({ directory: folder, validation: 0 }), { train: 3000, test: 1000 }, 1);
  const { test: measures } = await train(model, clothes, { epochs: 2 });
  expect(measures?.accuracy).toBeGreaterThan(0.6); // they get 0.70 to 0.74, as 3,000 pictures allow in two epochs
});
