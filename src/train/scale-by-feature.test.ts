import { describe, expect, test, vi } from "vitest";
import { arrays } from "../data/arrays.ts";
import { scaleToUnit } from "../data/scaling/scale-to-unit.ts";
import { standardize } from "../data/scaling/standardize.ts";
import { uniform } from "../model/initializers/uniform.ts";
import { dense } from "../model/layers/dense.ts";
import { gaussianDropout } from "../model/layers/gaussian-dropout.ts";
import { sequential } from "../model/layers/sequential.ts";
import { meanSquaredError } from "../model/losses/mean-squared-error.ts";
import { sgd } from "../optimize/optimizers/sgd.ts";
import { ensemble, ensembleMembers } from "../predict/ensemble.ts";
import { RandomStream } from "../random.ts";
import { readModel } from "../saved/load-model.ts";
import { readRun } from "../saved/load-run.ts";
import { evaluate } from "./evaluate.ts";
import { train } from "./train.ts";

const START = 1.7e9; // seconds; float32 has steps of 128 there
const n = 64;
const random = new RandomStream(1, "test");
const small = Float64Array.from({ length: n }, () => 1e-4 * random.normal());
/** Time in seconds, a number of 1e-4, a constant: what is learned is linear in them. */
const inputs = { shape: [n, 3], data: new Float64Array(3 * n) };
for (let i = 0; i < n; i++) inputs.data.set([START + i, small[i], 14.62], 3 * i);
const targets = { shape: [n, 1], data: Float32Array.from({ length: n }, (_, i) => (i - 31.5) / 20 + 1e4 * small[i]) };
const data = arrays({ inputs, targets }, { validation: { inputs, targets }, test: { inputs, targets } });
const model = sequential([dense(1, { init: uniform({ bound: 0.1 }) })]);
const options = {
  ...{ threads: 0, epochs: 60, batchSize: n, scaling: standardize() },
  ...{ loss: meanSquaredError(), optimizer: sgd({ learningRate: 0.3 }) },
};

describe("columns of different units", () => {
  test("are learned, evaluated and predicted alike, also from the file", async () => {
    const run = await train(model, data, options);
    expect(run.history.at(-1)?.validation?.loss).toBeLessThan(1e-6);
    expect(run.test?.loss).toBeLessThan(1e-6);
    expect((await evaluate(run.model, data.train, { threads: 0 })).loss).toBe(run.test?.loss);
    const { scale } = run.model.parts;
    expect(scale.subtract).toEqual([START + 31.5, expect.closeTo(0, 3), 14.62]);
    expect(scale.multiply).toMatchObject({ 2: 1 }); // the constant

    const rows = { shape: [3, 3], data: [...inputs.data.slice(0, 6), START, small[1], 14.62] };
    const said = await run.model.predict(rows);
    expect(said.data[0]).toBeCloseTo(targets.data[0], 3);
    expect(said.data[1]).toBeCloseTo(targets.data[1], 3);
    const loaded = readModel(run.model.toBytes());
    expect((await loaded.predict(rows)).data).toEqual(said.data);
    await Promise.all([run.model.close(), loaded.close()]);
  });

  test("go on as they were scaled when the run is resumed, bit for bit", async () => {
    const whole = await train(model, data, { ...options, epochs: 4 });
    const half = readRun((await train(model, data, { ...options, epochs: 2 })).toBytes());
    const { scaling: _, ...unsaid } = options;
    const on = await train(model, data, { ...unsaid, epochs: 4, resume: half });
    expect(on.model.parts).toMatchObject({ scale: whole.model.parts.scale, weights: whole.model.parts.weights });
    await expect(
      train(model, data, { ...options, scaling: standardize({ per: "all" }), epochs: 4, resume: half }),
    ).rejects.toThrow(/expected the scaling of the saved run/);
  });

  test("are scaled on the device where training changes them before", async () => {
    const byHost = await train(model, arrays({ inputs: whole(), targets }), { ...options, epochs: 5 });
    const augment = gaussianDropout(1e-18); // changes nothing
    const byDevice = await train(model, arrays({ inputs: whole(), targets }), { ...options, epochs: 5, augment });
    expect(byDevice.history.at(-1)?.train.loss).toBeCloseTo(byHost.history.at(-1)?.train.loss as number, 4);
  });

  test("bytes too, where asked for", async () => {
    const bytes = {
      shape: [n, 2],
      data: Uint8Array.from({ length: 2 * n }, (_, i) => (i % 2 ? 3 * (i >> 1) : i >> 6)),
    };
    const run = await train(model, arrays({ inputs: bytes, targets }), {
      ...options,
      scaling: scaleToUnit({ per: "feature" }),
    });
    expect(run.model.parts.scale).toEqual({ subtract: [0, 0], multiply: [1, 1 / 189] });
    const { loss } = await evaluate(run.model, { inputs: bytes, targets }, { threads: 0 });
    expect(loss).toBeCloseTo(run.history.at(-1)?.train.loss as number, 3);
  });
});

test("members with scales of their own predict together, are saved, and come back", async () => {
  const of = async (scaling: typeof options.scaling) =>
    (await train(model, data, { ...options, epochs: 3, scaling })).model;
  const members = [await of(standardize()), await of(scaleToUnit()), await of(standardize({ per: "all" }))];
  const together = readModel(ensemble(members).toBytes());
  const rows = { shape: [2, 3], data: inputs.data.slice(0, 6) };
  const said = await Promise.all(members.map((member) => member.predict(rows)));
  const mean = said[0].data.map((_, i) => said.reduce((sum, { data }) => sum + data[i], 0) / members.length);
  const { data: predicted } = await together.predict(rows);
  mean.forEach((x, i) => {
    expect(predicted[i]).toBeCloseTo(x, 4);
  });
  for (const [i, member] of (ensembleMembers(together) ?? []).entries()) {
    const { data: own } = await readModel(member.toBytes()).predict(rows);
    own.forEach((x, j) => {
      expect(x).toBeCloseTo(said[i].data[j], 4);
    });
  }
  await Promise.all([...members, together].map((one) => one.close()));
});

test("says which feature is in another unit than in training", async () => {
  const warned = vi.spyOn(console, "warn").mockImplementation(() => {});
  const run = await train(model, data, { ...options, epochs: 1 });
  const { hints } = await run.model.predict({ shape: [1, 3], data: [START, 0.1, 14.62] });
  expect(hints).toEqual([
    expect.stringMatching(/^Scaled as in training, feature 1 \(counted from 0\) is 0\.1, which becomes .*same units/),
  ]);
  expect((await run.model.predict({ shape: [1, 3], data: [START + 70, 2e-4, 14.62] })).hints).toBeUndefined();
  await run.model.close();
  warned.mockRestore();
});

/** The inputs without the time, which float32 holds. */
function whole() {
  return {
    shape: [n, 2],
    data: Float32Array.from({ length: 2 * n }, (_, i) => (i % 2 ? small[i >> 1] : i >> 1)),
  };
}
