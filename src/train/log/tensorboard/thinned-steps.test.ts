import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readEvents } from "../../../../test/read-events.ts";
import { points, SMALL, small } from "../../../../test/small-runs.ts";
import type { StepRecord } from "../../recorder.ts";
import { train } from "../../train.ts";

test("after 1,000 steps, TensorBoard gets means of steps, up to the last one", async () => {
  const folder = await mkdtemp(join(tmpdir(), "evenkeel-tensorboard-"));
  const steps: StepRecord[] = [];
  const onStep = (row: StepRecord) => void steps.push(row);
  await train(small(), points(800), { ...SMALL, epochs: 30, log: `tensorboard:${folder}`, onStep });
  const [file] = await readdir(join(folder, "train"));
  const losses = readEvents(await readFile(join(folder, "train", file))).flatMap(({ step = 0, summary }) =>
    (summary?.value ?? []).flatMap((one) => (one.tag === "step/loss" ? [{ step, loss: one.simpleValue ?? 0 }] : [])),
  );
  await rm(folder, { recursive: true });
  expect(losses.slice(0, 1000).map(({ step }) => step)).toEqual(Array.from({ length: 1000 }, (_, i) => i + 1));
  expect(losses.at(-1)?.step).toBe(3000);
  expect(losses.length).toBeLessThan(2000);
  let from = 0;
  for (const { step, loss } of losses) {
    const own = steps.slice(from, step);
    expect(loss).toBeCloseTo(
      own.reduce((sum, row) => sum + row.loss / own.length, 0),
      5,
    );
    from = step;
  }
});
