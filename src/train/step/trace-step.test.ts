import { expect, test } from "vitest";
import { openDevice } from "../../backend/open.ts";
import type { Samples } from "../../data/dataset.ts";
import type { Program } from "../../graph/program.ts";
import { zeros } from "../../model/initializers/zeros.ts";
import type { Layer } from "../../model/layer.ts";
import { batchNorm } from "../../model/layers/batch-norm.ts";
import { dense } from "../../model/layers/dense.ts";
import { sequential } from "../../model/layers/sequential.ts";
import { meanAbsoluteError } from "../../model/losses/mean-absolute-error.ts";
import { meanSquaredError } from "../../model/losses/mean-squared-error.ts";
import type { Optimizer } from "../../optimize/optimizer.ts";
import { chain } from "../../optimize/optimizers/chain.ts";
import { momentum } from "../../optimize/optimizers/momentum.ts";
import { sgd } from "../../optimize/optimizers/sgd.ts";
import { exponentialDecay } from "../../optimize/schedules/exponential-decay.ts";
import { freeze } from "../../optimize/transforms/freeze.ts";
import { traceSignals } from "../../signals/trace-signals.ts";
import type { Callback } from "../callback.ts";
import { averageWeights } from "../callbacks/average-weights.ts";
import { SessionVariables } from "./session-variables.ts";
import { HALTED, type StepKind, traceStep } from "./trace-step.ts";

// y = 2x + 1 at x = 1 and x = 2; both samples are one batch.
const samples: Samples = {
  inputs: { shape: [2, 1], data: Float32Array.of(1, 2) },
  targets: { shape: [2, 1], data: Float32Array.of(3, 5) },
};
const line = dense(1, { init: zeros() });

function traced(layer: Layer, optimizer: Optimizer, kind: Partial<StepKind> = {}, callbacks: readonly Callback[] = []) {
  const model = layer.build([1]);
  const variables = new SessionVariables({ model, optimizer, callbacks });
  const parts = { model, samples, scale: { subtract: 0, multiply: 1 }, progress: {} };
  return traceStep(
    { ...parts, loss: meanSquaredError(), metrics: [meanAbsoluteError()], variables, traceSignals },
    { size: 2, watched: false, exact: false, ...kind },
  );
}

const updated = ({ updates }: Program) => updates.map(({ variable }) => variable.attributes.name);

/** One step on a device, from variables that are 0 unless they are given, and what they are after it. */
async function taken(program: Program, given: Record<string, readonly number[]> = {}) {
  const device = await openDevice({ backend: "reference" });
  const data = { "data/train/inputs": samples.inputs.data, "data/train/targets": samples.targets.data, ...given };
  for (const { shape, attributes } of program.variables)
    await device.create(attributes.name, shape, "float", data[attributes.name as keyof typeof data]);
  const executable = await device.compile(program);
  const fed = { indices: Uint32Array.of(0, 1), key: Uint32Array.of(1, 0, 0) };
  const inputs = program.inputs.map(({ attributes: { name } }) => [name, fed[name as keyof typeof fed]]);
  const [fetched] = await executable.run([Object.fromEntries(inputs)]);
  const reported = Object.fromEntries(Object.entries(fetched).map(([name, [value]]) => [name, value]));
  return { reported, after: async (name: string) => Array.from(await device.read(name)) };
}

test("a step is one program: what it is fed, what it reports, what it updates", () => {
  const { program, scalarsAt, signals } = traced(line, sgd({ learningRate: 0.1 }));
  expect(program.inputs.map(({ attributes }) => attributes.name)).toEqual(["indices"]);
  expect(Object.keys(program.outputs)).toEqual(["loss", "meanAbsoluteError", "gradientNorm", "finite"]);
  expect(updated(program)).toEqual(["kernel", "bias", HALTED]);
  expect([scalarsAt, signals]).toEqual([undefined, undefined]); // nothing changes from step to step
});

test("its numbers are those of a calculation by hand", async () => {
  const { program } = traced(line, sgd({ learningRate: 0.1 }));
  const { reported, after } = await taken(program);
  // At w = b = 0: L = (3² + 5²)/2 = 17, ∂L/∂w = −(3·1 + 5·2) = −13, ∂L/∂b = −(3 + 5) = −8
  expect(reported).toEqual({ loss: 17, meanAbsoluteError: 4, gradientNorm: Math.sqrt(169 + 64), finite: 1 });
  expect((await after("kernel"))[0]).toBeCloseTo(1.3, 12);
  expect((await after("bias"))[0]).toBeCloseTo(0.8, 12);
  expect(await after(HALTED)).toEqual([0]);
});

test("a loss that is not finite changes nothing, and halts the steps behind it", async () => {
  const { program } = traced(line, momentum({ learningRate: 0.1 }));
  const { reported, after } = await taken(program, { "data/train/targets": [3, Infinity] });
  expect(reported).toMatchObject({ loss: Infinity, finite: 0 });
  for (const name of updated(program).slice(0, -1)) expect(await after(name)).toEqual([0]);
  expect(await after(HALTED)).toEqual([1]);
  const behind = await taken(program, { [HALTED]: [1] });
  expect(behind.reported).toMatchObject({ loss: 17, finite: 0 });
  expect(await behind.after("kernel")).toEqual([0]);
  expect(await behind.after(HALTED)).toEqual([1]);
});

test("a schedule is fed, and an optimizer's state and statistics of layers are updated with the weights", () => {
  const rate = exponentialDecay(0.1);
  const { program, scalarsAt } = traced(sequential([dense(2), batchNorm(), line]), momentum({ learningRate: rate }));
  expect(scalarsAt?.({ step: 0, taken: 0 })).not.toEqual(scalarsAt?.({ step: 9, taken: 9 }));
  expect(updated(program)).toEqual(
    expect.arrayContaining(["0.dense/kernel", "optimizer/velocity/0.dense/kernel", "1.batchNorm/mean", HALTED]),
  );
});

test("what is frozen is not updated; an average is, beside the weights", () => {
  const frozen = traced(line, chain(freeze("bias"), sgd()));
  expect(updated(frozen.program)).toEqual(["kernel", HALTED]);
  const averaged = traced(line, sgd(), {}, [averageWeights({ decay: 0.9 })]);
  expect(updated(averaged.program)).toEqual(
    expect.arrayContaining(["kernel", "optimizer/average/kernel", "optimizer/average/bias"]),
  );
});

test("signals are probes: the other outputs and the updates stay as they are", () => {
  const { program, signals } = traced(line, sgd(), { watched: true });
  const plain = traced(line, sgd()).program;
  expect(signals).toBeDefined();
  expect(program.probes.size).toBeGreaterThan(0);
  expect(Object.keys(program.outputs).filter((name) => !program.probes.has(name))).toEqual(Object.keys(plain.outputs));
  expect(updated(program)).toEqual(updated(plain));
});
