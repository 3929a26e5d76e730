#!/usr/bin/env node
// Long runs: memory that stays, time that does not grow, nothing left behind. Fails on memory and on what is left; times depend
// on the machine, and are told. Each part runs in a process of its own: node scripts/check-long-runs.mjs [part …]
// @ts-check
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const LIBRARY = new URL("../dist/bundle/index.js", import.meta.url).href;
const evenkeel = await import(LIBRARY);
const { arrays, averageWeights, dense, earlyStopping, loadRun, mlp, relu, sequential, sgd, signals, train } = evenkeel;

/** The limits of the promise: growth of resident memory, in percent. */
const MOST_GROWTH = 5;

const model = () => sequential([dense(16), relu(), dense(3)]);

/** Points of three classes in four dimensions. @param {number} samples @param {number} validation */
function points(samples, validation = 0) {
  const label = (/** @type {number} */ i) => i % 3;
  const data = Float32Array.from(
    { length: samples * 4 },
    (_, k) => Math.sin(12.9898 * k) + (k % 4 === label(k >> 2) ? 1 : 0),
  );
  const labels = Uint8Array.from({ length: samples }, (_, i) => label(i));
  return arrays({ inputs: { shape: [samples, 4], data }, labels, classes: 3 }, { validation });
}

/** Resident megabytes without garbage. */
async function resident() {
  for (let i = 0; i < 3; i++) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return process.memoryUsage().rss / 2 ** 20;
}

/** @param {number[]} values */
function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

/** How much longer the last quarter takes than the first one. @param {number[]} times */
function growth(times) {
  const quarter = Math.floor(times.length / 4);
  return median(times.slice(-quarter)) / median(times.slice(0, quarter));
}

/** @param {string} what @param {number} before @param {number} after */
function memory(what, before, after) {
  const percent = 100 * (after / before - 1);
  console.log(`${what}: resident ${before.toFixed(1)} MB, then ${after.toFixed(1)} MB (${percent.toFixed(1)} %)`);
  if (percent > MOST_GROWTH) fail(`${what}: expected at most ${MOST_GROWTH} % more`);
}

/** @param {string} text */
function fail(text) {
  console.error(`FAILED: ${text}`);
  process.exitCode = 1;
}

/** @param {(folder: string) => Promise<void>} work */
async function inFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), "evenkeel-long-"));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @type {Record<string, () => Promise<void>>} */
const PARTS = {
  /** 100,000 steps of a small network, with all that goes along. */
  steps: () =>
    inFolder(async (folder) => {
      const stepsPerEpoch = 200;
      /** @type {number[]} */
      const seconds = [];
      let before = 0;
      // A short run first: what the machine code of Node.js takes once is not what steps add.
      await train(model(), points(32 * 50 + 300, 300), {
        batchSize: 32,
        epochs: 200,
        threads: 1,
        log: `${folder}/first`,
      });
      const started = performance.now();
      const run = await train(model(), points(32 * stepsPerEpoch + 300, 300), {
        batchSize: 32,
        epochs: 500,
        threads: 1,
        optimizer: sgd({ learningRate: 0.01, momentum: 0.9 }),
        callbacks: [
          signals({ every: 1000 }),
          averageWeights({ decay: 0.999 }),
          earlyStopping({ patience: 1e6 }),
          atEpoch(1000 / stepsPerEpoch, async () => {
            before = await resident();
          }),
        ],
        checkpoint: `${folder}/checkpoints`,
        log: [`${folder}/log`, `tensorboard:${folder}/log`],
        onProgress: () => {},
      });
      memory(`${run.steps} steps with checkpoints, logs, signals and callbacks`, before, await resident());
      for (const { seconds: own } of run.history.slice(5)) seconds.push(own / stepsPerEpoch);
      const perStep = (1e6 * median(seconds)).toFixed(0);
      const whole = ((performance.now() - started) / 1000).toFixed(1);
      console.log(
        `  ${perStep} µs a step; last quarter / first quarter: ${growth(seconds).toFixed(2)}; ${whole} s in all`,
      );
      await run.model.close();
    }),

  /** What an epoch costs after 10,000 epochs, against one of a new run. */
  callbacks: () =>
    inFolder(async (folder) => {
      const data = points(36, 12);
      const options = { threads: 0, batchSize: 24, optimizer: sgd({ learningRate: 1e-3 }) };
      const [history, more] = [10_000, 300];
      const long = await train(model(), data, { ...options, epochs: history });
      const { reduceOnPlateau, snapshotEnsemble, swa } = evenkeel;
      const patience = 1e6;
      /** @type {[string, object][]} */
      const cases = [
        ["nothing", {}],
        ...["patience", "GL", "PQ", "UP"].map(
          (criterion) =>
            /** @type {[string, object]} */ ([
              `earlyStopping ${criterion}`,
              {
                callbacks: [
                  earlyStopping({
                    criterion,
                    patience,
                    alpha: criterion === "GL" || criterion === "PQ" ? 1e9 : undefined,
                    strips: 1e6,
                  }),
                ],
              },
            ]),
        ),
        ["averageWeights", { callbacks: [averageWeights({ decay: 0.99 })] }],
        ["swa", { callbacks: [swa({ from: history + more - 10 })] }],
        ["snapshotEnsemble", { callbacks: [snapshotEnsemble({ period: 1000, last: 5 })] }],
        ["signals", { callbacks: [signals({ every: 10 })] }],
        ["reduceOnPlateau", { optimizer: sgd({ learningRate: reduceOnPlateau(1e-3, { patience: 1000 }) }) }],
        ["onProgress", { onProgress: () => {} }],
        ["checkpoint", { checkpoint: `${folder}/checkpoint` }],
        ["log", { log: `${folder}/log` }],
        ["log tensorboard", { log: `tensorboard:${folder}/tensorboard` }],
      ];
      for (const [name, own] of cases) {
        const elsewhere = Object.fromEntries(
          Object.entries(own).map(([key, value]) => [key, typeof value === "string" ? `${value}-2` : value]),
        );
        const fresh = await train(model(), data, { ...options, ...own, epochs: more });
        const resumed = await train(model(), data, {
          ...options,
          ...elsewhere,
          epochs: history + more,
          resume: long,
        }).catch((/** @type {Error} */ error) => fail(`${name}: ${error.message}`));
        if (resumed === undefined) continue;
        const cost = (/** @type {{ history: { seconds: number }[] }} */ run) =>
          1000 * median(run.history.slice(-more + 20).map(({ seconds }) => seconds));
        const [first, then] = [cost(fresh), cost(resumed)];
        console.log(
          `${name}: ${first.toFixed(3)} ms an epoch, ${then.toFixed(3)} ms after ${history.toLocaleString("en")} epochs (${(then / first).toFixed(2)})`,
        );
        await Promise.all([fresh.model.close(), resumed.model.close()]);
      }
    }),

  /** 100,000 epochs of history, kept, saved and resumed. */
  history: () =>
    inFolder(async (folder) => {
      const epochs = 100_000;
      const data = points(36, 12);
      const options = { threads: 0, batchSize: 24, optimizer: sgd({ learningRate: 1e-3 }) };
      const started = performance.now();
      const run = await train(model(), data, { ...options, epochs });
      const seconds = (performance.now() - started) / 1000;
      const path = join(folder, "long.evenkeel");
      const [, saving] = await timed(() => run.save(path));
      const [loaded, loading] = await timed(() => loadRun(path));
      const [resumed, resuming] = await timed(() =>
        train(model(), data, { ...options, epochs: epochs + 10, resume: loaded }),
      );
      if (resumed.history.length !== epochs + 10)
        fail(`expected ${epochs + 10} epochs, received ${resumed.history.length}`);
      const grows = growth(run.history.map((/** @type {{ seconds: number }} */ epoch) => epoch.seconds)).toFixed(2);
      console.log(
        `${epochs.toLocaleString("en")} epochs in ${seconds.toFixed(1)} s, last quarter / first quarter ${grows}; file of ${(statSync(path).size / 1e6).toFixed(1)} MB, ` +
          `saved in ${saving} s, loaded in ${loading} s, ten epochs more in ${resuming} s`,
      );
    }),

  /** 200 trainings in one process. */
  trainings: async () => {
    const data = points(300, 60);
    let before = 0;
    for (let i = 0; i < 200; i++) {
      const run = await train(mlp({ hidden: [16], outputs: 3 }), data, {
        epochs: 2,
        batchSize: 32,
        threads: i % 3,
        seed: i,
      });
      await run.model.predict({ shape: [2, 4], data: [1, 2, 3, 4, 5, 6, 7, 8] });
      if (i % 2 === 0) await run.model.close(); // the others are collected
      if (i === 99) before = await resident();
    }
    memory("trainings 100 to 200 in one process", before, await resident());
    const left = process.getActiveResourcesInfo().filter((name) => !/^(TTY|Pipe|FS)/.test(name));
    console.log(`left behind: ${left.length === 0 ? "nothing" : left.join(", ")}`);
    if (left.length > 0) fail(`expected no worker, timer or port to be left behind, received ${left.join(", ")}`);
  },
};

/** Calls a function after an epoch. @param {number} at @param {() => Promise<void>} work */
function atEpoch(at, work) {
  return evenkeel.defineCallback({
    name: "atEpoch",
    summary: "Looks at the process after an epoch.",
    source: "this script",
    options: {},
    start: () => ({
      /** @param {{ epoch: { epoch: number } }} end */
      async epochEnd({ epoch }) {
        if (epoch.epoch === at) await work();
        return undefined;
      },
    }),
  })();
}

/** What a function gives, and its seconds. @template T @param {() => Promise<T>} work @returns {Promise<[T, string]>} */
async function timed(work) {
  const started = performance.now();
  const value = await work();
  return [value, ((performance.now() - started) / 1000).toFixed(2)];
}

const [mode, ...asked] = process.argv.slice(2);
if (mode === "--part") await PARTS[asked[0]]();
else
  for (const part of mode === undefined ? Object.keys(PARTS) : [mode, ...asked]) {
    const { status } = spawnSync(process.execPath, ["--expose-gc", fileURLToPath(import.meta.url), "--part", part], {
      stdio: "inherit",
    });
    if (status !== 0) process.exitCode = 1;
  }
