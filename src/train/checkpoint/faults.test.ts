import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { withFault } from "../../../test/faulty-files.ts";
import { arrays } from "../../data/arrays.ts";
import { EvenkeelError } from "../../errors.ts";
import { checksum } from "../../files/checksum.ts";
import { dense } from "../../model/layers/dense.ts";
import { loadModel } from "../../saved/load-model.ts";
import { train } from "../train.ts";
import type { TrainOptions } from "../train-options.ts";
import { newestIntact } from "./newest-intact.ts";

const data = arrays({
  inputs: { shape: [8, 2], data: Float32Array.from({ length: 16 }, (_, i) => Math.sin(i)) },
  labels: Uint8Array.from({ length: 8 }, (_, i) => i % 2),
});
const model = dense(2);
const OPTIONS: TrainOptions = { threads: 0, batchSize: 4, epochs: 3 };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "evenkeel-faults-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** The first and the last of each kind of calls. */
function firstAndLast(calls: readonly string[], from: number): Set<number> {
  const later = calls.slice(from);
  return new Set(later.flatMap((name) => [from + later.indexOf(name), calls.lastIndexOf(name)]));
}

/** What is said on the console while some work is done. */
async function saidIn(work: () => Promise<unknown>): Promise<string[]> {
  const warned = vi.spyOn(console, "warn").mockImplementation(() => {});
  await work();
  const said = warned.mock.calls.flat().map(String);
  warned.mockRestore();
  return said;
}

/** One call of each kind that a run makes of the file system, from its first step on: how many lie before, and which they are. */
async function callsOf(options: (path: string) => TrainOptions): Promise<{ before: number; all: string[] }> {
  let before = 0;
  const calls: string[] = [];
  await withFault(
    undefined,
    () =>
      train(model, data, {
        ...OPTIONS,
        ...options(join(folder, "trial")),
        onStep: () => {
          before ||= calls.length;
        },
      }),
    calls,
  );
  return { before, all: calls };
}

test("what killed writers left in a folder of checkpoints goes with the next one, whatever its name", async () => {
  const sum = (text: string) => checksum(new TextEncoder().encode(text));
  const left = (pid: number | undefined) =>
    `.evenkeel-${sum("000000001.evenkeel")}-${sum(hostname())}-${pid}-01234567.part`;
  const ended = left(spawnSync(process.execPath, ["-e", ""]).pid);
  const living = left(process.pid);
  for (const name of [ended, living]) await writeFile(join(folder, name), "half");
  await train(model, data, { ...OPTIONS, checkpoint: { path: folder, every: "3epochs" } });
  expect((await readdir(folder)).sort()).toEqual([living, "000000006.evenkeel"]);
});

describe.each(["ENOSPC", "EIO"])("where the disk fails with %s while a run is under way", (code) => {
  test("training goes on without a checkpoint, says so once, and what is there is whole", async () => {
    const options = (path: string): TrainOptions => ({ checkpoint: { path, every: "1epochs" } });
    const { before, all } = await callsOf(options);
    const reference = await train(model, data, OPTIONS);
    // A checkpoint is the same calls each time: those of the first one.
    const until = all.indexOf("rename", before) + 4;
    let told = 0;
    for (let call = before; call < until; call++) {
      const path = join(folder, `${call}`);
      const said = await saidIn(() =>
        withFault({ call, code, half: true }, async () => {
          const run = await train(model, data, { ...OPTIONS, ...options(path) });
          expect(run.state).toEqual(reference.state);
        }),
      );
      const failures = said.filter((text) => /checkpoint could not be written; training goes on/.test(text)).length;
      expect(failures).toBeLessThan(2);
      told += failures;
      expect((await newestIntact(path)).path).toBe(join(path, "000000006.evenkeel"));
      for (const name of await readdir(path)) expect(name).toMatch(/^\d{9}\.evenkeel$/);
    }
    expect(told).toBeGreaterThanOrEqual(4); // opening, writing, flushing, renaming
  });

  test.each(["", "tensorboard:"])(
    "training goes on without the log %sDIR, says so once, and what is there can be read",
    async (kind) => {
      const options = (path: string): TrainOptions => ({ log: kind + path });
      const { before, all } = await callsOf(options);
      const reference = await train(model, data, OPTIONS);
      let told = 0;
      for (const call of firstAndLast(all, before)) {
        const path = join(folder, `${call}`);
        const said = await saidIn(() =>
          withFault({ call, code, half: true }, async () => {
            const run = await train(model, data, { ...OPTIONS, ...options(path) });
            expect(run.state).toEqual(reference.state);
          }),
        );
        const failures = said.filter((text) => /the log .* cannot be written/.test(text)).length;
        expect(failures).toBeLessThan(2);
        told += failures + said.filter((text) => /the log .* has not all/.test(text)).length;
        if (kind !== "") continue;
        const steps = (await readFile(join(path, "steps.jsonl"), "utf8")).trimEnd().split("\n");
        expect(steps.length).toBeGreaterThanOrEqual(1);
        for (const line of steps) expect(() => JSON.parse(line)).not.toThrow();
      }
      expect(told).toBeGreaterThanOrEqual(2); // writing, closing
    },
  );

  test("a model that cannot be saved says what to do, and the file before it stays", async () => {
    const { model: trained } = await train(model, data, { ...OPTIONS, epochs: 1 });
    const path = join(folder, "model.evenkeel");
    await trained.save(path);
    const earlier = await readFile(path);
    const { length } = await withFault(undefined, () => trained.save(path));
    for (let call = 0; call < length; call++) {
      await withFault({ call, code, half: true }, () => trained.save(path)).catch((error: unknown) => {
        expect(error).toBeInstanceOf(EvenkeelError);
      });
      expect(await readFile(path)).toEqual(earlier);
      expect(await readdir(folder)).toEqual(["model.evenkeel"]);
      await (await loadModel(path)).close();
    }
  });
});
