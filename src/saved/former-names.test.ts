import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { arrays } from "../data/arrays.ts";
import { decodeFile, encodeFile } from "../formats/evenkeel-file.ts";
import { truncatedNormal } from "../model/initializers/truncated-normal.ts";
import { averagePool2d } from "../model/layers/average-pool2d.ts";
import { conv2d } from "../model/layers/conv2d.ts";
import { dense } from "../model/layers/dense.ts";
import { depthwiseConv2d } from "../model/layers/depthwise-conv2d.ts";
import { flatten } from "../model/layers/flatten.ts";
import { maxPool2d } from "../model/layers/max-pool2d.ts";
import { sequential } from "../model/layers/sequential.ts";
import { signals } from "../train/callbacks/signals.ts";
import type { Run } from "../train/run/run.ts";
import { train } from "../train/train.ts";
import { readRun } from "./load-run.ts";

const model = sequential([
  conv2d(3, 2, { init: truncatedNormal(0.1) }),
  depthwiseConv2d(2),
  maxPool2d(2, { stride: 1 }),
  averagePool2d(2),
  flatten(),
  dense(2),
]);
const inputs = { shape: [8, 6, 6, 1], data: Float32Array.from({ length: 288 }, (_, i) => Math.sin(i * 1.7)) };
const data = arrays({ inputs, labels: Uint8Array.from({ length: 8 }, (_, i) => i % 2) });
const options = { batchSize: 4, threads: 0, callbacks: [signals()] };

/** What 0.1.0 called otherwise. */
const FORMER = { kernelSize: "size", poolSize: "size", std: "deviation", gradientStd: "gradientDeviation" };

let run: Run;
let old: Uint8Array;
beforeAll(async () => {
  run = await train(model, data, { ...options, epochs: 1 });
  const { description, tensors } = decodeFile(run.toBytes(), "a run");
  const text = JSON.stringify(description).replace(/"(\w+)":/g, (key, name) =>
    name in FORMER ? `"${FORMER[name as keyof typeof FORMER]}":` : key,
  );
  for (const name of Object.values(FORMER)) expect(text).toContain(`"${name}":`);
  old = encodeFile(JSON.parse(text), tensors, {});
});

test("a run under former names is read, and has those of today", () => {
  const read = readRun(old);
  expect(JSON.stringify(read.model.parts.layer)).toBe(JSON.stringify(model));
  expect(read.signals).toEqual(run.signals);
  expect(read.signals[1]).toMatchObject({ std: expect.any(Number), gradientStd: expect.any(Number) });
});

test("a run under former names goes on", async () => {
  const folder = await mkdtemp(join(tmpdir(), "evenkeel-former-"));
  try {
    const path = join(folder, "run");
    await writeFile(path, old);
    const resumed = [path, readRun(old), readRun(run.toBytes())].map((resume) =>
      train(model, data, { ...options, epochs: 2, resume }),
    );
    const [byPath, before, now] = (await Promise.all(resumed)).map((one) => one.model.parts.weights);
    expect(byPath).toEqual(now);
    expect(before).toEqual(now);
  } finally {
    await rm(folder, { recursive: true });
  }
});
