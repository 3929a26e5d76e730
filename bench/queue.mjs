#!/usr/bin/env node
// What a queue costs: bytes of a message and a result in the server, messages a second that it passes on to workers that
// have nothing to do, and connections. Needs an empty Redis server: node bench/queue.mjs redis://localhost:6379 [messages]
// @ts-check
import { Worker } from "bullmq";
import { Redis } from "ioredis";
import { engineFacts } from "../dist/backend/engine-facts.js";
import { prepareVariant } from "../dist/compare/prepared-variant.js";
import { PREFIX, queueName, runMessageOf } from "../dist/compare/queue/run-message.js";
import { openRunQueue } from "../dist/compare/queue/run-queue.js";
import { studyRun } from "../dist/compare/study-run.js";
import { defineRecipe } from "../dist/recipe/define-recipe.js";
import { recipeData } from "../dist/recipe/recipe-data.js";
import { withWords } from "../dist/train/run/with-words.js";

const [, , url = "redis://localhost:6379", count = "5000"] = process.argv;
const MESSAGES = Number(count);
const connection = {
  host: new URL(url).hostname,
  port: Number(new URL(url).port || 6379),
  password: process.env.REDIS_PASSWORD,
  maxRetriesPerRequest: null,
};
const engine = await engineFacts("wasm");
const recipe = defineRecipe({
  model: "mlp",
  hidden: [32],
  trainSize: 500,
  validationSize: 100,
  testSize: 200,
  epochs: 20,
});
const variant = await prepareVariant(
  { name: "plain", changes: {}, recipe },
  await recipeData(recipe),
  undefined,
  undefined,
  { threads: 1, backend: "wasm" },
);
const run = await studyRun(variant, 1, { threads: 1, backend: "wasm" });
const result = { worker: "bench-1", run: withWords(run) };
const redis = new Redis(connection);
await redis.flushdb();

const before = await memory();
let ended = 0;
/** @type {(value?: unknown) => void} */
let finish = () => {};
const all = new Promise((resolve) => (finish = resolve));
const runs = await openRunQueue("bench", { url, password: process.env.REDIS_PASSWORD }, engine, {
  onProgress() {},
  onEnd() {},
  onState: (_, { state }) => state === "completed" && ++ended === MESSAGES && finish(),
});
let began = performance.now();
await Promise.all(
  Array.from({ length: MESSAGES }, (_, seed) =>
    runs.add(`bench-${seed}`, runMessageOf({ variant, seed }, engine, "wasm")),
  ),
);
const put = performance.now() - began;
const waiting = (await memory()) - before;
began = performance.now();
const workers = Array.from(
  { length: 4 },
  () => new Worker(queueName(engine), async () => result, { connection, prefix: PREFIX, concurrency: 8 }),
);
await all;
const taken = performance.now() - began;
const done = (await memory()) - before;
const bytes = (/** @type {unknown} */ value) => JSON.stringify(value).length;
console.log(
  `a message: ${bytes(runMessageOf({ variant, seed: 1 }, engine, "wasm"))} bytes of JSON, ${Math.round(waiting / MESSAGES)} in the server`,
);
console.log(
  `a result of ${run.history.length} epochs: ${bytes(result)} bytes of JSON, with its message ${Math.round(done / MESSAGES)} in the server`,
);
console.log(
  `${Math.round((1000 * MESSAGES) / put)} messages/s put in, ${Math.round((1000 * MESSAGES) / taken)} messages/s passed on and answered`,
);
const clients = `${await redis.client("LIST")}`.trim().split("\n").length;
console.log(`${clients} connections: 1 of this program, 3 of a study, ${clients - 4} of ${workers.length} workers`);
process.exit(0);

/** What the server takes. */
async function memory() {
  return Number(/used_memory:(\d+)/.exec(await redis.info("memory"))?.[1]);
}
