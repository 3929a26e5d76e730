import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { arrays } from "../../data/arrays.ts";
import { standardize } from "../../data/scaling/standardize.ts";
import { dense } from "../../model/layers/dense.ts";
import { sequential } from "../../model/layers/sequential.ts";
import { adam } from "../../optimize/optimizers/adam.ts";
import { sgd } from "../../optimize/optimizers/sgd.ts";
import { cosineDecay } from "../../optimize/schedules/cosine-decay.ts";
import { loadRun } from "../../saved/load-run.ts";
import { averageWeights } from "../callbacks/average-weights.ts";
import { earlyStopping } from "../callbacks/early-stopping.ts";
import { snapshotEnsemble } from "../callbacks/snapshot-ensemble.ts";
import { train } from "../train.ts";
import type { TrainOptions } from "../train-options.ts";
import { everyOf } from "./checkpoint-options.ts";

const dataOf = (n: number, from = 0) =>
  arrays({
    inputs: { shape: [n, 3], data: Float32Array.from({ length: 3 * n }, (_, i) => Math.sin(from + i)) },
    labels: Uint8Array.from({ length: n }, (_, i) => i % 2),
  });
const data = dataOf(20);
const model = sequential([dense(2)]);
const OPTIONS: TrainOptions = { threads: 0, batchSize: 4, epochs: 4, optimizer: adam() };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "evenkeel-"));
});
afterEach(() => rm(folder, { recursive: true }));
const names = async (path = folder) => (await readdir(path)).sort();

describe("checkpoints", () => {
  test("are made after so many epochs and at the end, and the newest are kept", async () => {
    const path = join(folder, "runs", "a");
    await train(model, data, { ...OPTIONS, checkpoint: { path, every: "1epochs", keep: 2 } });
    expect(await names(path)).toEqual(["000000015.evenkeel", "000000020.evenkeel"]);
    const last = await loadRun(join(path, "000000020.evenkeel"));
    expect(last.stopped.reason).toBe("epochs");
    const before = await loadRun(join(path, "000000015.evenkeel"));
    expect(before.stopped).toEqual({ reason: "aborted", epoch: 3, detail: "it was under way" });
  });

  test("are made after so many seconds, by the clock of the run", async () => {
    let time = 0;
    const now = () => (time += 100);
    await train(model, data, { ...OPTIONS, now, checkpoint: { path: folder, every: "2s", keep: 99 } });
    const made = await names();
    expect(made.length).toBeGreaterThan(2);
    expect(made.at(-1)).toBe("000000020.evenkeel");
  });

  test("are made when a run is aborted, and when a callback throws", async () => {
    const controller = new AbortController();
    const onProgress = () => controller.abort();
    await train(model, data, { ...OPTIONS, onProgress, signal: controller.signal, checkpoint: folder });
    expect(await names()).toHaveLength(1);
    const path = join(folder, "thrown");
    let steps = 0;
    const onStep = () => {
      if (++steps > 7) throw new Error("enough");
    };
    await expect(train(model, data, { ...OPTIONS, onStep, checkpoint: path })).rejects.toThrow(/enough/);
    expect((await names(path)).at(-1)).toBe("000000010.evenkeel");
  });

  test("that cannot be written are said once, and training goes on", async () => {
    const path = join(folder, "a");
    const blocked = async () => {
      await rm(path, { recursive: true, force: true });
      await writeFile(path, "in the way");
    };
    const warned = vi.spyOn(console, "warn").mockImplementation(() => {});
    const result = await train(model, data, {
      ...OPTIONS,
      checkpoint: { path, every: "1epochs" },
      onStep: (row) => (row.step === 1 ? (blocked() as unknown as undefined) : undefined),
    });
    expect(result.stopped.reason).toBe("epochs");
    expect(warned.mock.calls.flat().filter((text) => /could not be written/.test(text))).toHaveLength(1);
    warned.mockRestore();
    await expect(train(model, data, { ...OPTIONS, checkpoint: path })).rejects.toThrow(/a path through a file|ENOTDIR/);
  });

  test("of another run are not overwritten", async () => {
    await train(model, data, { ...OPTIONS, checkpoint: folder });
    await expect(train(model, data, { ...OPTIONS, checkpoint: folder })).rejects.toThrow(/this run is a new one/);
    const other = await train(model, data, { ...OPTIONS, seed: 2, epochs: 5 });
    const on = { ...OPTIONS, seed: 2, epochs: 6, resume: other, checkpoint: folder };
    await expect(train(model, data, on)).rejects.toThrow(/of another run/);
    const first = await train(model, data, { ...OPTIONS, epochs: 2 });
    const back = { ...OPTIONS, resume: first, checkpoint: folder };
    await expect(train(model, data, back)).rejects.toThrow(/step 20, beyond step 10/);
  });
});

test("checkpoints of another process are told once, and left where they are", async () => {
  const warned = vi.spyOn(console, "warn").mockImplementation(() => {});
  const other = join(folder, "000000007.evenkeel");
  await train(model, data, {
    ...OPTIONS,
    checkpoint: { path: folder, every: "1epochs", keep: 1 },
    onStep: (row) => (row.step === 7 ? (writeFile(other, "of another") as unknown as undefined) : undefined),
  });
  const said = warned.mock.calls.flat().filter((text) => text.includes(`${other} is not of this run`));
  warned.mockRestore();
  expect(said).toHaveLength(1);
  expect(await names()).toEqual(["000000007.evenkeel", "000000020.evenkeel"]);
});

describe("a folder that is resumed", () => {
  test("goes on from its newest checkpoint that is whole, into the same folder", async () => {
    await train(model, data, { ...OPTIONS, checkpoint: { path: folder, every: "1epochs" } });
    for (const [name, bytes] of Object.entries({ "000000020": "", "000000015": "{ cut" }))
      await writeFile(join(folder, `${name}.evenkeel`), bytes);
    const run = await train(model, data, {
      ...OPTIONS,
      epochs: 6,
      resume: folder,
      checkpoint: { path: folder, keep: 2 },
    });
    const whole = await train(model, data, { ...OPTIONS, epochs: 6 });
    expect(run.state).toEqual(whole.state);
    expect((await names()).at(-1)).toBe("000000030.evenkeel");
    await expect(train(model, data, { ...OPTIONS, resume: folder })).rejects.toThrow(/more epochs than the 6/);
  });

  test("without a whole checkpoint is refused, each damaged one named", async () => {
    await expect(train(model, data, { ...OPTIONS, resume: folder })).rejects.toThrow(/a folder with checkpoints/);
    for (const name of ["000000001", "000000002"]) await writeFile(join(folder, `${name}.evenkeel`), "damaged");
    await expect(train(model, data, { ...OPTIONS, resume: folder })).rejects.toThrow(/000000002.*000000001/);
    await mkdir(join(folder, "empty"));
    await expect(train(model, data, { ...OPTIONS, resume: join(folder, "empty") })).rejects.toThrow(/received none/);
  });

  test("refuses what would be neither the saved run nor one that was asked for", async () => {
    await train(model, data, { ...OPTIONS, maxSteps: 7, checkpoint: folder });
    const on = { ...OPTIONS, resume: folder };
    const changed: [RegExp, Parameters<typeof train>[1], TrainOptions][] = [
      [/batch size/, data, { ...on, batchSize: 5 }],
      [/the optimizer/, data, { ...on, optimizer: sgd({ learningRate: 0.1 }) }],
      [/the scaling/, data, { ...on, scaling: standardize() }],
      [/20 others/, dataOf(20, 1), on],
      [/24 samples/, dataOf(24), on],
      [/more steps than the 7/, data, { ...on, maxSteps: 7 }],
    ];
    for (const [words, given, options] of changed) await expect(train(model, given, options)).rejects.toThrow(words);
    const averaged = await train(model, data, { ...on, callbacks: [averageWeights({ decay: 0.5 })] });
    expect(averaged.steps).toBe(20);
  });

  test("says which weights callbacks that are new cannot have", async () => {
    const saved = await train(model, data, { ...OPTIONS, epochs: 2 });
    const callbacks = [earlyStopping({ patience: 9 }), snapshotEnsemble({ period: 1 })];
    const run = await train(model, data, { ...OPTIONS, epochs: 3, resume: saved, callbacks });
    expect(run.stopped.members).toEqual([3]);
  });
});

describe("what ends a run", () => {
  test("are its steps, exactly, however many are queued at once", async () => {
    for (const now of [() => 0, undefined]) {
      const run = await train(model, data, { ...OPTIONS, maxSteps: 7, now });
      expect([run.steps, run.history.length, run.stopped]).toEqual([
        7,
        1,
        { reason: "steps", epoch: 1, detail: "maxSteps: 7" },
      ]);
    }
  });

  test("are its steps alone, which are then the span of schedules", async () => {
    const rates: number[] = [];
    const optimizer = sgd({ learningRate: cosineDecay(1) });
    const { config } = await train(model, data, {
      ...{ ...OPTIONS, epochs: undefined, optimizer, maxSteps: 8 },
      onStep: ({ learningRate }) => rates.push(learningRate),
    });
    expect(config.epochs).toBe(2);
    expect(rates).toHaveLength(8);
    // Math.cos may differ in the last place, and so may π · t / 8.
    rates.forEach((rate, t) => {
      expect(rate).toBeCloseTo(0.5 * (1 + Math.cos((Math.PI * t) / 8)), 14);
    });
  });

  test("is its time, which a resumed run has anew", async () => {
    let time = 0;
    const now = () => (time += 1000);
    const run = await train(model, data, { ...OPTIONS, now, maxTime: "12s" });
    expect(run.stopped).toMatchObject({ reason: "time", detail: "maxTime: 12 seconds" });
    const more = await train(model, data, { ...OPTIONS, now, maxTime: 12, resume: run });
    expect(more.steps).toBeGreaterThan(run.steps);
    await expect(train(model, data, { ...OPTIONS, maxTime: "soon" })).rejects.toThrow(/"30s", "10m" or "2h"/);
  });
});

test.each([
  ["5m", { seconds: 300 }],
  ["1.5h", { seconds: 5400 }],
  ["2epochs", { epochs: 2 }],
  ["1 epoch", { epochs: 1 }],
  ["1000steps", { steps: 1000 }],
  ["1_000 steps", { steps: 1000 }],
])("every %s is understood", (text, every) => {
  expect(everyOf("every", text)).toEqual(every);
});

test.each(["5", "0steps", "often", "", "-1m", "1.5epochs", "2 weeks"])("every %j is refused", (text) => {
  expect(() => everyOf("every", text)).toThrow(/a time such as "5m", or a number/);
});
