import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { points, SMALL, small, stopAfter } from "../../../../test/small-runs.ts";
import { type Appendable, AppendedFile } from "../../../files/appended-file.ts";
import { mlp } from "../../../model/architectures/mlp.ts";
import { sgd } from "../../../optimize/optimizers/sgd.ts";
import { signals } from "../../callbacks/signals.ts";
import type { StepRecord } from "../../recorder.ts";
import { train } from "../../train.ts";
import { readLog } from "../read-log.ts";

let folder: string;
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), "evenkeel-log-")), "runs", "a");
});
afterEach(() => rm(join(folder, "..", ".."), { recursive: true }));

const data = points(40, { validation: 8, test: 8 });

describe("the folder of a run", () => {
  test("has its settings, every step and epoch, signals, the outcome and a page", async () => {
    const steps: StepRecord[] = [];
    const onStep = (row: StepRecord) => void steps.push(row);
    const run = await train(small(), data, { ...SMALL, log: folder, callbacks: [signals({ every: 2 })], onStep });
    expect(await readdir(folder)).toEqual(["epochs.jsonl", "report.html", "run.json", "signals.jsonl", "steps.jsonl"]);
    const log = await readLog(folder);
    expect(log.steps).toEqual(steps);
    expect(log.steps.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(log.epochs).toEqual(run.history);
    expect(log.signals).toEqual(run.signals);
    expect(log.run).toMatchObject({
      data: "points",
      task: "classification",
      samples: { train: 24, validation: 8, test: 8 },
    });
    expect(log.run.config).toEqual(JSON.parse(JSON.stringify(run.config)));
    const { stopped, test: measured, baseline, seconds, backend } = run;
    expect(log.run.ended).toMatchObject({
      stopped,
      test: measured,
      baseline,
      steps: 6,
      skippedSteps: 0,
      seconds,
      backend,
    });
    const page = await readFile(join(folder, "report.html"), "utf8");
    for (const part of ["A model of points", "Single steps", "gradient norm by step", "Which classes are confused"])
      expect(page).toContain(part);
  });

  test("changes nothing of the run", async () => {
    const [logged, alone] = [await train(small(), data, { ...SMALL, log: folder }), await train(small(), data, SMALL)];
    expect(logged.state).toEqual(alone.state);
  });

  test("has the steps that were taken before onStep threw, and the end", async () => {
    const onStep = ({ step }: StepRecord) => {
      if (step === 5) throw new Error("enough");
    };
    await expect(train(small(), data, { ...SMALL, log: folder, onStep })).rejects.toThrow("enough");
    const log = await readLog(folder);
    expect(log.steps.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(log.run.ended?.stopped).toMatchObject({ reason: "aborted", detail: "enough" });
  });

  test("has numbers that JSON has no word for", async () => {
    const far = { ...SMALL, optimizer: sgd({ learningRate: 1e38 }), epochs: 6, log: folder };
    const run = await train(small(), data, far);
    expect(run.stopped.reason).toBe("diverged");
    const { steps, run: said } = await readLog(folder);
    expect(steps.some(({ loss, finite }) => !Number.isFinite(loss) && !finite)).toBe(true);
    expect(said.ended?.stopped.reason).toBe("diverged");
  });

  test("of a run that is resumed goes on, without a step twice", async () => {
    const whole = await train(small(), data, { ...SMALL, epochs: 4, callbacks: [signals({ every: 2 })] });
    const options = { ...SMALL, callbacks: [signals({ every: 2 })], log: folder };
    const half = await train(small(), data, { ...options, epochs: 2, ...stopAfter(4) });
    // Then a run from an earlier place, which had come further before it was killed in the middle of a line.
    const { started } = (await readLog(folder)).run;
    await appendFile(
      join(folder, "steps.jsonl"),
      '{"step":5,"epoch":2,"loss":1,"measures":{},"learningRate":1,"finite":true}\n{"st',
    );
    await appendFile(join(folder, "epochs.jsonl"), '{"epoch":2,"learningRate":1,"train":{"loss":1},"seconds":1}\n');
    await train(small(), data, { ...options, epochs: 4, resume: half });
    const log = await readLog(folder);
    expect(log.steps.map(({ step }) => step)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
    expect(log.epochs.map(({ train: measures }) => measures)).toEqual(
      whole.history.map(({ train: measures }) => measures),
    );
    expect(log.signals).toEqual(whole.signals);
    expect([log.run.started, log.run.ended?.steps]).toEqual([started, 12]);
  });

  test("of a run that is resumed elsewhere has its earlier epochs and signals", async () => {
    const run = await train(small(), data, { ...SMALL, callbacks: [signals()] });
    const more = await train(small(), data, { ...SMALL, callbacks: [signals()], epochs: 3, resume: run, log: folder });
    const log = await readLog(folder);
    expect(log.epochs).toEqual(more.history);
    expect(log.signals).toEqual(more.signals);
    expect(log.steps.map(({ step }) => step)).toEqual([7, 8, 9]);
  });

  test("is not taken from another run", async () => {
    const run = await train(small(), data, { ...SMALL, log: folder });
    const before = await readFile(join(folder, "steps.jsonl"), "utf8");
    await expect(train(small(), data, { ...SMALL, log: folder })).rejects.toThrow(
      /^train: log: expected a folder without a run, received .*a, which has one that began at .*\. Choose another folder, or go on with that run: resume\.$/,
    );
    const other = await train(small(), data, { ...SMALL, seed: 2 });
    await expect(train(small(), data, { ...SMALL, seed: 2, epochs: 3, resume: other, log: folder })).rejects.toThrow(
      /expected a folder without a run, or that of the run that is resumed, received .* Choose another folder\.$/,
    );
    expect(await readFile(join(folder, "steps.jsonl"), "utf8")).toBe(before);
    await train(small(), data, { ...SMALL, epochs: 3, resume: run, log: folder });
  });

  test("is not needed to train: a disk that is full is said once", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const full: Appendable = {
      async write() {
        throw Object.assign(new Error("no space left"), { code: "ENOSPC" });
      },
      async close() {},
    };
    const open = vi
      .spyOn(AppendedFile, "open")
      .mockImplementation(async (_, end, failed) => new AppendedFile(full, end, failed));
    const run = await train(small(), data, { ...SMALL, log: folder });
    expect(run.history).toHaveLength(2);
    const said = warn.mock.calls.map(([text]) => String(text)).filter((text) => text.includes(folder));
    warn.mockRestore();
    open.mockRestore();
    expect(said.filter((text) => text.includes("a disk that is full (ENOSPC). Training goes on"))).toHaveLength(1);
    expect(said.filter((text) => text.includes("has not all that it should have"))).toHaveLength(1);
  });
});

describe("readLog", () => {
  test("reads a folder at every moment of its writing", async () => {
    await train(small(), data, { ...SMALL, log: folder });
    const path = join(folder, "steps.jsonl");
    const text = await readFile(path);
    for (let length = 0; length <= text.length; length += 13) {
      await writeFile(path, text.subarray(0, length));
      const complete = text.subarray(0, length).toString().split("\n").length - 1;
      expect((await readLog(folder)).steps).toHaveLength(complete);
    }
  });

  test("names the line that is damaged", async () => {
    await train(small(), data, { ...SMALL, log: folder });
    const path = join(folder, "steps.jsonl");
    const [first, ...rest] = (await readFile(path, "utf8")).split("\n");
    for (const line of ["{", "[]", '{"step":-1}', "\0\0", '{"__proto__":1}']) {
      await writeFile(path, [first, line, ...rest].join("\n"));
      await expect(readLog(folder)).rejects.toThrow(/steps\.jsonl: line 2: expected .* The file is damaged/);
    }
  });

  test("says what is no folder of a run", async () => {
    await expect(readLog(join(folder, "none"))).rejects.toThrow(
      /run\.json: expected a file that can be read, received no such file/,
    );
    await expect(readLog("")).rejects.toThrow(/^readLog: expected the folder of a run, .*received ""/);
  });
});

describe("log", () => {
  test.each([
    ["", /^train: log: expected a folder as "runs\/a" or "tensorboard:runs\/a", or a list of them, received ""/],
    [" ", /^train: log: expected a folder, as in "runs\/a", received " "/],
    ["tensorboard:", /^train: log: expected a folder, as in "tensorboard:runs\/a", received "tensorboard:"/],
    [["a", "a"], /^train: log: expected each folder once, received a twice/],
    [5, /^train: log: expected a folder as/],
  ])("%j is refused in words", async (log, message) => {
    await expect(train(mlp(), data, { ...SMALL, log: log as string })).rejects.toThrow(message);
  });
});
