import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decode } from "fast-png";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type ReadEvent, readEvents } from "../../../../test/read-events.ts";
import { points, SMALL, small, stopAfter } from "../../../../test/small-runs.ts";
import { digits } from "../../../data/sources/digits.ts";
import { conv2d } from "../../../model/layers/conv2d.ts";
import { dense } from "../../../model/layers/dense.ts";
import { flatten } from "../../../model/layers/flatten.ts";
import { sequential } from "../../../model/layers/sequential.ts";
import { signals } from "../../callbacks/signals.ts";
import { train } from "../../train.ts";
import { pictureOfFilters } from "./picture-of-filters.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "evenkeel-tensorboard-"));
});
afterEach(() => rm(folder, { recursive: true }));

const data = points(40, { validation: 8, test: 8 });
const log = () => `tensorboard:${folder}`;

/** The events of a run, of one file after another, as TensorBoard shows them: a start drops what files before it have. */
async function shown(run: string): Promise<ReadEvent[]> {
  let events: ReadEvent[] = [];
  for (const name of (await readdir(join(folder, run))).sort()) {
    expect(name).toMatch(/^events\.out\.tfevents\.\d{10}\.\d{3}\./);
    for (const event of readEvents(await readFile(join(folder, run, name)))) {
      if (event.sessionLog?.status === "START") events = events.filter(({ step = 0 }) => step < (event.step ?? 0));
      else if (event.summary !== undefined) events.push(event);
    }
  }
  return events;
}

/** The scalars of a tag: [step, value]. */
function scalars(events: readonly ReadEvent[], tag: string): [number, number][] {
  return events.flatMap(({ step = 0, summary }) =>
    (summary?.value ?? []).flatMap((one): [number, number][] =>
      one.tag === tag && one.simpleValue !== undefined ? [[step, one.simpleValue]] : [],
    ),
  );
}

const rounded = (pairs: readonly (readonly [number, number])[]) => pairs.map(([step, x]) => [step, Math.fround(x)]);

describe("what TensorBoard shows of a run", () => {
  test("has the measures of training, validation and test under the same tags", async () => {
    const run = await train(small(), data, { ...SMALL, log: log() });
    expect((await readdir(folder)).sort()).toEqual(["test", "train", "validation"]);
    for (const measure of ["loss", "accuracy"]) {
      const of = (part: "train" | "validation") =>
        rounded(run.history.map((row) => [3 * row.epoch, row[part]?.[measure] ?? Number.NaN]));
      expect(scalars(await shown("train"), `epoch/${measure}`)).toEqual(of("train"));
      expect(scalars(await shown("validation"), `epoch/${measure}`)).toEqual(of("validation"));
      expect(scalars(await shown("test"), `epoch/${measure}`)).toEqual(rounded([[6, Number(run.test?.[measure])]]));
    }
    expect(scalars(await shown("train"), "epoch/learningRate")).toEqual(
      rounded([
        [3, 0.1],
        [6, 0.1],
      ]),
    );
  });

  test("has every step, in the order of time", async () => {
    const losses: [number, number][] = [];
    await train(small(), data, { ...SMALL, log: log(), onStep: ({ step, loss }) => void losses.push([step, loss]) });
    const events = await shown("train");
    expect(scalars(events, "step/loss")).toEqual(rounded(losses));
    for (const tag of ["step/accuracy", "step/gradientNorm", "step/learningRate"])
      expect(scalars(events, tag).map(([step]) => step)).toEqual([1, 2, 3, 4, 5, 6]);
    const times = events.filter(({ summary }) => summary?.value[0].tag === "step/loss").map(({ wallTime }) => wallTime);
    expect(times).toEqual([...times].sort());
    expect(Math.abs(times[0] - Date.now() / 1000)).toBeLessThan(600);
  });

  test("has histograms of the weights, which count every weight, and what signals recorded", async () => {
    const run = await train(small(), data, { ...SMALL, log: log(), callbacks: [signals({ every: 3 })] });
    const events = await shown("train");
    const last = events.flatMap(({ step, summary }) => (step === 6 ? (summary?.value ?? []) : []));
    const histogram = last.find(({ tag }) => tag === "weights/0.dense/kernel")?.histo;
    const weights = run.state["0.dense/kernel"];
    expect(histogram).toMatchObject({ num: 24, min: Math.min(...weights), max: Math.max(...weights) });
    expect(histogram?.bucket.reduce((sum, count) => sum + count, 0)).toBe(24);
    const rows = run.signals.filter(({ layer }) => layer === "1.relu");
    expect(scalars(events, "signals/1.relu/std")).toEqual(rounded(rows.map(({ step, std }) => [step, std])));
    expect(scalars(events, "signals/0.dense/kernel/updateRatio")).toHaveLength(2);
  });

  test("has the filters of the first layer as a picture", async () => {
    const images = await digits({ train: 32 });
    const model = sequential([conv2d(5, 3), flatten(), dense(10)]);
    await train(model, images, { ...SMALL, batchSize: 16, epochs: 1, log: log() });
    const values = (await shown("train")).flatMap(({ summary }) => summary?.value ?? []);
    const image = values.find(({ tag }) => tag === "filters")?.image;
    expect(image).toMatchObject({ width: 3 * 25 - 1, height: 2 * 25 - 1, colorspace: 1 });
    const { width, height, channels } = decode(Uint8Array.from(image?.encodedImageString ?? []));
    expect({ width, height, channels }).toEqual({ width: 74, height: 49, channels: 1 });
  });

  test("goes on where a run is resumed, each step once", async () => {
    const half = await train(small(), data, { ...SMALL, log: log(), ...stopAfter(4) });
    expect(half.steps).toBe(4);
    await train(small(), data, { ...SMALL, log: log(), resume: half, epochs: 3 });
    const events = await shown("train");
    expect(scalars(events, "step/loss").map(([step]) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(scalars(events, "epoch/loss").map(([step]) => step)).toEqual([3, 6, 9]);
    expect(scalars(await shown("validation"), "epoch/loss").map(([step]) => step)).toEqual([3, 6, 9]);
  });

  test("is that of the latest run of a folder, which is said", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    await train(small(), data, { ...SMALL, log: log(), epochs: 3 });
    const run = await train(small(), data, { ...SMALL, log: log(), epochs: 1, seed: 2 });
    expect(warn.mock.calls.flat()).toContainEqual(expect.stringContaining("has events of an earlier run"));
    warn.mockRestore();
    expect(await readdir(join(folder, "train"))).toHaveLength(2);
    expect(scalars(await shown("train"), "epoch/loss")).toEqual(rounded([[3, run.history[0].train.loss]]));
  });
});

describe("the picture of filters", () => {
  test("has 0 in the middle of gray, filter after filter", async () => {
    // Two filters of 2 × 2 of one channel, [2, 2, 1, 2]: 1, 0, 0, −1 and 0.
    const kernel = Float32Array.of(1, 0, 0, 0, 0, 0, -1, 0);
    const image = await pictureOfFilters({ kernel: { shape: [2, 2, 1, 2] } }, { kernel }, [8, 8, 1]);
    const { data: pixels, width } = decode(image?.png ?? new Uint8Array());
    const at = (x: number, y: number) => pixels[y * width + x];
    expect(width).toBe(2 * 24 + 1);
    expect([at(0, 0), at(23, 0), at(0, 23), at(23, 23)]).toEqual([255, 128, 128, 0]);
    expect([at(24, 0), at(25, 0)]).toEqual([255, 128]);
  });

  test("is made of units of images, and of colors", async () => {
    const kernel = new Float32Array(4 * 4 * 3 * 5);
    expect(await pictureOfFilters({ kernel: { shape: [48, 5] } }, { kernel }, [4, 4, 3])).toMatchObject({
      channels: 3,
    });
    expect(await pictureOfFilters({ kernel: { shape: [48, 5] } }, { kernel }, [48])).toBeUndefined();
    expect(await pictureOfFilters({}, {}, [4])).toBeUndefined();
  });
});
