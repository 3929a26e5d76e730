import { describe, expect, test } from "vitest";
import { openDevice } from "../../src/backend/open.ts";
import { batchNorm, dense, layerNorm, relu, tanh } from "../../src/model/layers/index.ts";
import { sequential } from "../../src/model/layers/sequential.ts";
import { crossEntropy } from "../../src/model/losses/cross-entropy.ts";

import { adamw } from "../../src/optimize/optimizers/adamw.ts";
import { chain } from "../../src/optimize/optimizers/chain.ts";
import { exponentialDecay } from "../../src/optimize/schedules/exponential-decay.ts";
import { clipByGlobalNorm } from "../../src/optimize/transforms/clip-by-global-norm.ts";
import { drawnWeights } from "../../src/train/prepare/drawn-weights.ts";
import { TrainingSession } from "../../src/train/step/session.ts";
import { BACKENDS, expectClose } from "../backends.ts";
import { kernelLayout, type Numbers, oracleCases } from "../oracle.ts";

interface RunCase {
  inputs: Numbers;
  labels: number[];
  params: Record<string, Numbers>;
  steps: { loss: number; gradientNorm: number }[];
  final: Record<string, Numbers>;
}

/** "3.weight" → "3.dense/kernel" */
function nameOf(theirs: string): string {
  const [place, kind] = theirs.split(".");
  const layer = { 1: "batchNorm", 4: "layerNorm" }[place];
  if (layer === undefined) return `${place}.dense/${kind === "weight" ? "kernel" : "bias"}`;
  return `${place}.${layer}/${kind === "weight" ? "scale" : "shift"}`;
}

const model = sequential([dense(16), batchNorm(), relu(), dense(16), layerNorm(), tanh(), dense(3)]);

describe.each(BACKENDS)("%s", (backend) => {
  test("five epochs of a small network go as in PyTorch, step by step", async () => {
    const [{ inputs, labels, params, steps, final }] = oracleCases<RunCase>("run");
    const built = model.build([6]);
    const given = Object.entries(params).map(
      ([name, numbers]) => [nameOf(name), Float64Array.from(kernelLayout(numbers).data)] as const,
    );
    const device = await openDevice({ backend, threads: 0 });
    const session = await TrainingSession.open(
      {
        device,
        model: built,
        data: {
          name: "given",
          train: {
            inputs: { shape: inputs.shape, data: Float64Array.from(inputs.data) },
            targets: { shape: [labels.length], data: Uint8Array.from(labels) },
          },
        },
        scale: { subtract: 0, multiply: 1 },
        loss: crossEntropy(),
        metrics: [],
        optimizer: chain(
          clipByGlobalNorm(1),
          adamw({ learningRate: exponentialDecay(0.01, { factor: 0.98 }), weightDecay: 0.02, decay: "all" }),
        ),
        callbacks: [],
        progress: { stepsPerEpoch: 4 },
        seed: 1,
      },
      {
        ...drawnWeights(built, 1),
        ...Object.fromEntries(given.map(([name, data]) => [name, Float64Array.from(data)])),
      },
    );
    const batches = steps.map((_, step) => Uint32Array.from({ length: 16 }, (_, i) => (step % 4) * 16 + i));
    const results = await session.step(batches, { step: 0, taken: 0 });
    const weights = session.modelWeightsOf(await session.trainingState());
    await device.close();

    // Clipping divides by ‖g‖ + 1e-6 there, by ‖g‖ here; twenty steps of Adam carry that on.
    const tolerance = backend === "reference" ? 1e-5 : 1e-4;
    expect(results.length).toBe(20);
    expectClose(
      results.map(({ loss }) => loss),
      steps.map(({ loss }) => loss),
      tolerance,
      "loss",
    );
    expectClose(
      results.map(({ gradientNorm }) => gradientNorm),
      steps.map(({ gradientNorm }) => gradientNorm),
      tolerance,
      "gradient norm",
    );
    // Normalization takes this bias out again: its gradient is 0 but for rounding, which Adam enlarges in float32.
    for (const [name, numbers] of Object.entries(final))
      if (name !== "0.bias" || backend === "reference")
        expectClose(weights[nameOf(name)], kernelLayout(numbers).data, tolerance, name);
  });
});
