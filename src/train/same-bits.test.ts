import { expect, it } from "vitest";
import { arrays } from "../data/arrays.ts";
import { batchNorm } from "../model/layers/batch-norm.ts";
import { conv2d } from "../model/layers/conv2d.ts";
import { dense } from "../model/layers/dense.ts";
import { dropout } from "../model/layers/dropout.ts";
import { flatten } from "../model/layers/flatten.ts";
import { maxPool2d } from "../model/layers/max-pool2d.ts";
import { relu } from "../model/layers/relu.ts";
import { residual } from "../model/layers/residual.ts";
import { sequential } from "../model/layers/sequential.ts";
import { RandomStream } from "../random.ts";
import { explainStep } from "./explain-step.ts";
import { train } from "./train.ts";

const random = new RandomStream(1, "same bits");
const size = [96, 12, 12, 2];
const data = arrays({
  inputs: { shape: size, data: Float32Array.from({ length: 96 * 12 * 12 * 2 }, () => random.normal()) },
  labels: Uint8Array.from({ length: 96 }, (_, i) => i % 3),
});
const block = sequential([conv2d(16, 3, { padding: "same" }), batchNorm()]);
const model = sequential([
  ...[conv2d(16, 3, { padding: "same" }), batchNorm(), relu(), maxPool2d(2), residual(block), relu()],
  ...[conv2d(8, 3, { stride: 2 }), flatten(), dropout(0.3), dense(3)],
]);

it("gives a network that sweeps over its batch the same bits on 0, 1, 2, 3 and 8 threads", async () => {
  const options = { batchSize: 32, epochs: 3, seed: 4 };
  expect(await explainStep(model, data, options)).toMatch(/sweep in \d+ blocks/);
  const runs = [];
  for (const threads of [0, 1, 2, 3, 8]) {
    const run = await train(model, data, { ...options, threads });
    runs.push({ history: run.history.map(({ seconds: _, ...rest }) => rest), state: run.state });
    await run.model.close();
  }
  for (const run of runs.slice(1)) expect(run).toEqual(runs[0]);
});
