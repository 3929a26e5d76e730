import { cpSync, mkdirSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { points } from "../../../test/small-runs.ts";
import { dense } from "../../model/layers/dense.ts";
import { dropout } from "../../model/layers/dropout.ts";
import { relu } from "../../model/layers/relu.ts";
import { sequential } from "../../model/layers/sequential.ts";
import { earlyStopping } from "../../train/callbacks/early-stopping.ts";
import { type CompareOptions, compare } from "../compare.ts";
import type { CompareProgress } from "../compare-progress.ts";
import type { Study } from "../study.ts";

let folder: string;
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), "evenkeel-study-")), "study");
});
afterEach(() => rm(join(folder, ".."), { recursive: true }));

const data = points(60, { validation: 12, test: 12 }, 0.2);
const OPTIONS: CompareOptions = {
  data,
  model: ({ rate }) => sequential([dense(8), relu(), dropout(rate as number), dense(3)]),
  base: { epochs: 4, batchSize: 8, callbacks: [earlyStopping({ patience: 2 })] },
  vary: { rate: [0, 0.4] },
  seeds: 2,
  parallel: 2,
};

/** What is the same whenever a study is done. */
function timeless({ seconds, doneBefore, environment, runs, ...study }: Study) {
  return {
    ...study,
    runs: runs.map(({ seconds: _, history, ...run }) => ({
      ...run,
      history: history.map(({ seconds: __, ...epoch }) => epoch),
    })),
  };
}

/** A study that is aborted at the n-th report of a step or run. */
async function stoppedAt(report: number, options: CompareOptions): Promise<Study> {
  const controller = new AbortController();
  let reports = 0;
  const onProgress = () => {
    if (++reports === report) controller.abort();
  };
  return compare({ ...options, signal: controller.signal, onProgress });
}

const lines = async () => (await readFile(join(folder, "runs.jsonl"), "utf8")).trimEnd().split("\n");
const rewrite = async (edited: readonly string[]) => writeFile(join(folder, "runs.jsonl"), `${edited.join("\n")}\n`);

describe("a study that is kept in a folder", () => {
  test("goes on from wherever it was aborted, and gives the same bits", async () => {
    const whole = timeless(await compare(OPTIONS));
    for (const report of [2, 7]) {
      const path = join(folder, String(report));
      const half = await stoppedAt(report, { ...OPTIONS, checkpoint: path });
      expect(half.runs.some(({ failure }) => failure?.startsWith("interrupted"))).toBe(true);
      expect(timeless(await compare({ ...OPTIONS, checkpoint: path }))).toEqual(whole);
      expect(await readdir(path)).toEqual(["runs.jsonl"]);
    }
  });

  test("goes on from its folder at any moment, as after a kill", async () => {
    const whole = timeless(await compare(OPTIONS));
    const copies: string[] = [];
    const onProgress = () => {
      const copy = `${folder}-${copies.length}`;
      if (copies.push(copy) > 4) return;
      mkdirSync(copy);
      cpSync(join(folder, "runs.jsonl"), join(copy, "runs.jsonl"));
      try {
        cpSync(join(folder, "under-way"), join(copy, "under-way"), { recursive: true });
      } catch {} // a file went in the meantime
    };
    await compare({ ...OPTIONS, checkpoint: folder, onProgress });
    for (const copy of copies.slice(0, 4))
      expect(timeless(await compare({ ...OPTIONS, checkpoint: copy }))).toEqual(whole);
  });

  test("does nothing again, and says what was done before", async () => {
    const first = await compare({ ...OPTIONS, checkpoint: folder });
    const told: CompareProgress[] = [];
    const again = await compare({ ...OPTIONS, checkpoint: folder, onProgress: (progress) => told.push(progress) });
    expect(again.runs).toEqual(first.runs);
    expect([first.doneBefore, again.doneBefore]).toEqual([undefined, 4]);
    expect(told.map(({ done, doneBefore, total }) => [done, doneBefore, total])).toEqual([[4, 4, 4]]);
    const more = await compare({ ...OPTIONS, seeds: 3, checkpoint: folder });
    expect(more.doneBefore).toBe(4);
    expect(timeless(more)).toEqual(timeless(await compare({ ...OPTIONS, seeds: 3 })));
  });

  test("names a damaged line, and does its run again", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const whole = await compare({ ...OPTIONS, checkpoint: folder });
    const kept = await lines();
    const flipped = kept[3].replace(/"epoch":2/, '"epoch":3');
    await rewrite([...kept.slice(0, 3), flipped, kept[4].slice(0, 40)]);
    const mended = await compare({ ...OPTIONS, checkpoint: folder });
    expect(mended.doneBefore).toBe(2);
    expect(timeless(mended)).toEqual(timeless(whole));
    expect(warn).toHaveBeenCalledWith(
      expect.stringMatching(/Damaged in .*runs\.jsonl: line 4, 5\. A run that stood there is done again\./),
    );
    expect((await compare({ ...OPTIONS, checkpoint: folder })).doneBefore).toBe(4);
    await rewrite((await lines()).slice(1)); // without the line that says which study it is
    expect((await compare({ ...OPTIONS, checkpoint: folder })).doneBefore).toBe(4);
  });

  test("keeps runs that failed: they count as before", async () => {
    const wild: CompareOptions = {
      ...OPTIONS,
      base: { ...OPTIONS.base, optimizer: "sgd" },
      vary: { learningRate: [0.1, 1e38] },
    };
    const options = { ...wild, model: sequential([dense(4), relu(), dense(3)]), checkpoint: folder };
    const first = await stoppedAt(3, options);
    const second = await compare(options);
    expect(second.doneBefore ?? 0).toBe(first.runs.filter(({ failure }) => !failure?.startsWith("interrupted")).length);
    expect(second.effects[1]).toMatchObject({ failed: 2, interrupted: 0 });
    const third = await compare(options);
    expect(third.doneBefore).toBe(4);
    expect(third.runs).toEqual(second.runs); // NaN and infinite losses among them
    expect(third.effects).toEqual(second.effects);
    expect(third.conclusions).toEqual(second.conclusions);
  });

  test("begins a run again of which no checkpoint is whole", async () => {
    vi.spyOn(console, "warn").mockImplementation(() => {});
    await stoppedAt(6, { ...OPTIONS, checkpoint: folder });
    const under = join(folder, "under-way");
    const runs = await readdir(under);
    expect(runs.length).toBeGreaterThan(0);
    for (const run of runs)
      for (const file of await readdir(join(under, run))) await writeFile(join(under, run, file), "damaged");
    expect(timeless(await compare({ ...OPTIONS, checkpoint: folder }))).toEqual(timeless(await compare(OPTIONS)));
  });

  test("says that results depend on the machine where runs were ended by time", async () => {
    const base = { ...OPTIONS.base, maxTime: 1e-3 };
    const { runs, conclusions } = await compare({ ...OPTIONS, seeds: 1, base });
    expect(runs.map(({ stopped }) => stopped?.reason)).toEqual(["time", "time"]);
    expect(conclusions).toContainEqual(
      "2 of 2 runs were ended by maxTime: how far a run came depends on the machine and on what else it had to do, and so do these results.",
    );
    const steps = await compare({ ...OPTIONS, seeds: 1, base: { ...OPTIONS.base, maxSteps: 3 } });
    expect(steps.runs.map(({ stopped }) => stopped?.reason)).toEqual(["steps", "steps"]);
    expect(steps.conclusions.join()).not.toContain("maxTime");
  });

  test("does not take the time limit of a run for another: such a run begins again", async () => {
    const options = { ...OPTIONS, variants: { a: { options: { maxTime: 100 } }, b: { options: { maxTime: 200 } } } };
    const { vary: _, model: __, ...timed } = options;
    await stoppedAt(3, { ...timed, base: { ...OPTIONS.base, model: "mlp", hidden: [4] }, checkpoint: folder });
    expect(await readdir(folder)).toEqual(["runs.jsonl"]);
  });
});

describe("a folder is refused", () => {
  const refusal = async (options: CompareOptions) =>
    compare({ ...options, checkpoint: folder }).then(
      () => "taken",
      ({ message }) => message.replace(folder, "DIR"),
    );

  test.each<[string, CompareOptions, RegExp]>([
    [
      "another recipe",
      { base: { ...OPTIONS.base, epochs: 5 } },
      /of another: variants: rate 0: settings: epochs: 4 there, 5 here; variants: .*; \d+ more\. Choose another folder, or remove this one\.$/,
    ],
    ["other variants", { vary: { rate: [0, 0.5] } }, /variants: rate 0\.4: \{ … \} there, none here/],
    [
      "another model",
      { model: ({ rate }) => sequential([dense(9), relu(), dropout(rate as number), dense(3)]) },
      /settings: model: .*dense\(8\).* there, .*dense\(9\).* here/,
    ],
    ["other data", { data: points(60, { validation: 12, test: 12 }, 0.3) }, /samples: train: "[\da-f-]+" there, /],
    ["another backend", { backend: "reference" }, /backend: "wasm" there, "reference" here/],
  ])("that has %s", async (_, changed, message) => {
    await stoppedAt(8, { ...OPTIONS, checkpoint: folder });
    expect(await refusal({ ...OPTIONS, ...changed })).toMatch(message);
  });

  test("that was made by another version", async () => {
    await stoppedAt(8, { ...OPTIONS, checkpoint: folder });
    const { journalLine } = { journalLine: (await lines())[0] };
    const { rowsOf } = await import("../../files/journal.ts");
    const [row] = rowsOf(`${journalLine}\n`).rows as [{ study: { evenkeel: string } }];
    const { Journal } = await import("../../files/journal.ts");
    await rm(join(folder, "runs.jsonl"));
    const { journal } = await Journal.open(join(folder, "runs.jsonl"), () => {});
    await journal.append({ ...row, study: { ...row.study, evenkeel: "0.0.1" } });
    await journal.close();
    expect(await refusal(OPTIONS)).toMatch(/of another: evenkeel: "0\.0\.1" there, ".*" here\./);
  });

  test("that has anything else in it", async () => {
    expect(await refusal({ ...OPTIONS, checkpoint: "" })).toMatch("taken");
    await rm(join(folder, "runs.jsonl"));
    await writeFile(join(folder, "thesis.txt"), "");
    expect(await refusal(OPTIONS)).toMatch(
      /^compare: checkpoint: expected an empty folder, or that of this study, received DIR, which has thesis\.txt/,
    );
  });
});
