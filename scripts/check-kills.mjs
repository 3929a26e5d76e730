// Kills processes with SIGKILL at random moments while they save, and looks at what is left: node scripts/check-kills.mjs
// [how often]. So often while a model is saved, and an eighth as often while a run writes checkpoints, each time resumed from
// what was left. Needs `npm run build`. Ends with 0 if every kill left what can be read, and the next save nothing beside it.
import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const AT_ONCE = 4; // folders with a writer each
const times = Number(process.argv[2] ?? 200);
/** @param {string} name */
const moduleOf = (name) => new URL(`../dist/${name}.js`, import.meta.url).href;

// Each is given a path, and says "saved" when something lies there; with "once" it ends then.
const WRITERS = {
  model: `
    const { TrainedModel } = await import("${moduleOf("predict/trained-model")}");
    const { dense } = await import("${moduleOf("model/layers/dense")}");
    const of = (value) => new TrainedModel({
      layer: dense(300), inputShape: [300], scale: { subtract: 0, multiply: 1 }, logits: false,
      weights: { kernel: new Float32Array(90_000).fill(value), bias: new Float32Array(300).fill(value) },
    });
    const [, path, once] = process.argv;
    for (let i = 0; i < (once ? 1 : Infinity); i++) {
      await of(i % 100).save(path + "/model.evenkeel");
      if (i === 0) process.stdout.write("saved");
    }`,
  checkpoints: `
    const { train } = await import("${moduleOf("train/train")}");
    const { dense } = await import("${moduleOf("model/layers/dense")}");
    const { arrays } = await import("${moduleOf("data/arrays")}");
    const { checkpointFiles } = await import("${moduleOf("train/checkpoint/checkpoint-files")}");
    const inputs = { shape: [16, 20], data: Float32Array.from({ length: 320 }, (_, i) => Math.sin(i)) };
    const data = arrays({ inputs, targets: { shape: [16, 500], data: Float32Array.from({ length: 8000 }, (_, i) => Math.cos(i)) } });
    const [, path, once] = process.argv;
    const before = await checkpointFiles(path).catch(() => []);
    const stop = new AbortController();
    await train(dense(500), data, {
      threads: 0, batchSize: 1, epochs: 1e6, scaling: "none", targetScaling: "none", metrics: [], signal: stop.signal,
      checkpoint: { path, every: once ? "1000steps" : "1steps" }, resume: before.length > 0 ? path : undefined,
      onStep: ({ step }) => {
        if (step === (before.at(-1)?.steps ?? 0) + 3) once ? stop.abort() : process.stdout.write("saved");
      },
    });`,
};

const { readModel } = await import(moduleOf("saved/load-model"));
const { checkpointFiles } = await import(moduleOf("train/checkpoint/checkpoint-files"));
const { newestIntact } = await import(moduleOf("train/checkpoint/newest-intact"));

// Each looks at what a killed writer left; throws unless it is whole.
/** @type {Record<string, (path: string) => Promise<unknown>>} */
const READERS = {
  model: async (path) => readModel(await readFile(join(path, "model.evenkeel"))),
  checkpoints: async (path) => {
    const newest = (await checkpointFiles(path)).at(-1);
    const found = await newestIntact(path);
    if (found.path !== newest?.path) throw new Error(`${newest?.path} is damaged`);
  },
};

/** @param {string} name */
const isOurs = (name) => /^(model|\d{9})\.evenkeel$/.test(name);

/** @param {keyof typeof WRITERS} kind @param {string[]} more */
function writing(kind, ...more) {
  const child = spawn(process.execPath, ["--input-type=module", "-e", WRITERS[kind], ...more], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) => child.on("close", resolve));
  return { child, ended };
}

/**
 * Kills writers in one folder, as often as `left` says together with the other folders.
 * @param {keyof typeof WRITERS} kind
 * @param {{ kills: number }} left
 * @param {Record<string, number>} found
 */
async function killSome(kind, left, found) {
  const folder = await mkdtemp(join(tmpdir(), "evenkeel-kills-"));
  while (left.kills > 0) {
    left.kills--;
    const { child, ended } = writing(kind, folder);
    await Promise.race([new Promise((resolve) => child.stdout.once("data", resolve)), ended]);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 60));
    child.kill("SIGKILL");
    await ended;
    found.parts += (await readdir(folder)).some((name) => !isOurs(name)) ? 1 : 0;
    try {
      await READERS[kind](folder);
      found.intact++;
    } catch (error) {
      console.error(error);
    }
  }
  await writing(kind, folder, "once").ended;
  found.strays += (await readdir(folder)).filter((name) => !isOurs(name)).length;
  await rm(folder, { recursive: true });
}

const kinds = /** @type {const} */ ([
  ["model", times],
  ["checkpoints", Math.ceil(times / 8)],
]);
for (const [kind, kills] of kinds) {
  const [found, left, began] = [{ intact: 0, parts: 0, strays: 0 }, { kills }, performance.now()];
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, kills) }, () => killSome(kind, left, found)));
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  console.log(
    `${kind}: ${found.intact} of ${kills} kills left what is whole; ${found.parts} left a part beside it, ` +
      `${found.strays} of which outlived the next save (${seconds} s)`,
  );
  if (found.intact < kills || found.strays > 0) process.exitCode = 1;
}
