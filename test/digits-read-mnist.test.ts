import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { digits } from "../src/data/sources/digits.ts";
import { mnist } from "../src/data/sources/mnist.ts";
import { convnet } from "../src/model/architectures/convnet.ts";
import { train } from "../src/train/train.ts";

const folder = join(process.env.EVENKEEL_DATA ?? "", "mnist");
const present = process.env.EVENKEEL_DATA !== undefined && existsSync(folder);

test.skipIf(!present)(
  "a convnet that has seen drawn digits alone reads most real ones (needs MNIST in EVENKEEL_DATA)",
  { timeout: 600_000 },
  async () => {
    const drawn = await digits({ seed: 1, train: 6000, validation: 0, test: 0 });
    const { test } = await mnist({ directory: folder });
    const run = await train(
      convnet({ dropout: 0.5 }),
      { ...drawn, test: test as NonNullable<typeof test> },
      { epochs: 5, seed: 1 },
    );
    console.log(
      `real MNIST test digits read after training on 6,000 drawn ones: ${(100 * (run.test?.accuracy ?? 0)).toFixed(2)} %`,
    );
    expect(run.test?.accuracy).toBeGreaterThan(0.9);
  },
);
