#!/usr/bin/env node
// Studies by a queue, with a real server (redis-server on loopback, with a password): processes are killed, the server is
// started again, messages are poisoned, its memory is full. Results are those of one machine, bit for bit.
// node scripts/check-queue.mjs (after npm run build)
// @ts-check
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Queue } from "bullmq";
import { Redis } from "ioredis";

if (spawnSync("redis-server", ["--version"]).error !== undefined) {
  console.log("there is no redis-server: studies by a queue are not checked");
  process.exit(0);
}
const CLI = resolve("dist/bundle/cli.js");
const PASSWORD = `p/@:${process.pid}`;
const work = mkdtempSync(join(tmpdir(), "evenkeel-queue-"));
const port = await freePort();
const url = `redis://127.0.0.1:${port}`;
/** @type {Set<import("node:child_process").ChildProcess>} */
const alive = new Set();
process.on("exit", () => {
  for (const one of alive) one.kill("SIGKILL");
  rmSync(work, { recursive: true, force: true });
});

/** A second or more a run. */
const STUDY = ["compare", "--vary", "dropout=0,0.5", "--seeds", "3", "--model", "mlp", "--hidden", "128,128"];
STUDY.push("--train-size", "2000", "--validation-size", "200", "--test-size", "400", "--epochs", "8");
const SMALL = [
  "compare",
  "--vary",
  "dropout=0,0.5",
  "--seeds",
  "1",
  "--model",
  "mlp",
  "--hidden",
  "8",
  "--epochs",
  "1",
];
const ROWS = Array.from({ length: 60 }, (_, i) => `${i % 7},${(i * i) % 11},${i % 2 ? "a" : "b"}`);
const TABLE = [...SMALL, "--data", "table.csv", "--target", "kind"];

let server = await startServer();
const local = start(STUDY, "local");
const { code, out } = await local.ended;
assert.equal(code, 0, local.err());
const expected = runsOf(out);
console.log(`${expected.length} runs by one machine, to compare with`);

await check("what cannot be reached, or does not let anybody in, is told within seconds, without secrets", async () => {
  const cases = [
    {
      args: ["--queue", `redis://:sesame@127.0.0.1:${port}`],
      password: "",
      code: 2,
      says: /the password of redis:\/\/127/,
    },
    { args: ["--queue", url], password: "", code: 2, says: /NOAUTH/ },
    { args: ["--queue", "redis://:sesame@127.0.0.1:1"], password: "", code: 1, says: /ECONNREFUSED/ },
    { args: ["--queue", "redis://:ses/ame@host"], password: "", code: 2, says: /such as redis:\/\/host:6379/ },
  ];
  for (const { args, password, code, says } of cases)
    for (const command of [SMALL, ["worker"]]) {
      const began = performance.now();
      const one = start([...command, ...args], "refused", { password });
      assert.equal((await one.ended).code, code, one.err());
      assert.match(one.err(), says);
      assert.doesNotMatch(one.err(), /sesame|ses\/ame/);
      assert.ok(performance.now() - began < 30_000);
    }
});

const redis = new Redis({ port, password: PASSWORD, maxRetriesPerRequest: null });
redis.on("error", () => {});
const workers = [worker("one"), worker("two")];
const name = await until(() => /waits for runs of (\S+)/.exec(workers[0].err())?.[1]);
const queue = new Queue(name, {
  connection: { port, password: PASSWORD, maxRetriesPerRequest: null },
  prefix: "evenkeel",
});
queue.on("error", () => {});

await check("poisoned messages are refused, and hold nobody up", async () => {
  await queue.add("run", { hello: 1 }, { jobId: "no-run" });
  await queue.pause();
  await queue.add("run", {}, { jobId: "no-json" });
  await redis.hset(`evenkeel:${name}:no-json`, "data", "{ no json");
  await queue.resume();
  await until(async () => (await queue.getFailed()).length > 0);
  assert.match(workers.map(({ err }) => err()).join(), /The message no-run: refused/);
  const one = start([...SMALL, "--queue", url], "small");
  assert.equal((await one.ended).code, 0, one.err());
});

await check(
  "a study outlives its own death, that of a worker in the middle of a run, and that of the server",
  async () => {
    const first = start([...STUDY, "--queue", url], "study");
    await until(() => /^1\/6/m.test(first.err()));
    first.child.kill("SIGKILL");
    await first.ended;
    // What waits is held back until the second study is there: on a fast machine the runs would be over before it.
    await queue.pause();
    const second = start([...STUDY, "--queue", url], "study");
    await until(() => /of 6 runs (was|were) done before/.test(second.err()));
    await queue.resume();
    const one = await nameOf(workers[0]);
    await until(() => isInRun(one, { before: 7 }));
    workers[0].child.kill("SIGKILL");
    await sleep(500);
    server.kill("SIGKILL");
    await until(() => /was lost, and is waited for/.test(second.err()));
    server = await startServer();
    workers[0] = worker("three");
    const { code, out } = await second.ended;
    assert.equal(code, 0, second.err());
    assert.match(second.err(), /is there again/);
    assert.deepEqual(runsOf(out), expected);
  },
);

await check("the same study is found again, and no run was done twice", async () => {
  const again = start([...STUDY, "--queue", url], "again");
  assert.deepEqual(runsOf((await again.ended).out), expected);
  assert.equal(
    (await queue.getCompleted()).filter(({ data }) => data.variant !== "" && data.recipe?.epochs === 8).length,
    6,
  );
});

await check("other data at a worker are refused, and what is finished is kept", async () => {
  for (const [folder, rows] of /** @type {const} */ ([
    ["table", ROWS],
    ["one", ROWS],
    ["two", ROWS],
    ["three", ROWS],
  ])) {
    mkdirSync(join(work, folder), { recursive: true });
    writeFileSync(join(work, folder, "table.csv"), ["x,y,kind", ...rows].join("\n"));
  }
  const good = start([...TABLE, "--queue", url], "table");
  assert.equal((await good.ended).code, 0, good.err());
  for (const folder of ["two", "three"])
    writeFileSync(join(work, folder, "table.csv"), ["x,y,kind", ...ROWS, "1,2,a"].join("\n"));
  writeFileSync(join(work, "table", "table.csv"), ["x,y,kind", ...ROWS, "6,6,b"].join("\n"));
  const bad = start([...TABLE, "--queue", url], "table");
  assert.equal((await bad.ended).code, 1, bad.err());
  assert.match(
    bad.err(),
    /refused it: worker: expected the same run as where the study is, received .*samples.* there, .* here/,
  );
});

await check("a server without room is an error in words, and the same command goes on", async () => {
  await redis.config("SET", "maxmemory", "1");
  const full = start([...SMALL, "--hidden", "9", "--queue", url], "full");
  assert.equal((await full.ended).code, 1, full.err());
  assert.match(full.err(), /expected room to write on/);
  await redis.config("SET", "maxmemory", "0");
  const one = start([...SMALL, "--hidden", "9", "--queue", url], "full");
  assert.equal((await one.ended).code, 0, one.err());
});

await check(
  "Ctrl-C keeps what is finished, and takes the rest out of the queue; workers give back what they have",
  async () => {
    const args = [...STUDY, "--epochs", "90", "--queue", url]; // runs of some seconds: progress is told late
    const first = start(args, "interrupted");
    await until(() => /^1\/6/m.test(first.err()));
    first.child.kill("SIGINT");
    const { code } = await first.ended;
    assert.equal(code, 1);
    assert.match(first.err(), /are kept in/);
    assert.equal(await queue.getWaitingCount(), 0);
    const second = start(args, "interrupted");
    // In the middle of a run: between two runs there is nothing to give back.
    const one = await nameOf(workers[0]);
    await until(() => isInRun(one, { before: 9 }));
    workers[0].child.kill("SIGTERM");
    assert.equal((await workers[0].ended).code, 0);
    assert.match(workers[0].err(), /given back/);
    assert.equal((await second.ended).code, 0, second.err());
  },
);

await check("workers of another version alone are an error", async () => {
  for (const one of workers) one.child.kill("SIGINT");
  await Promise.all(workers.map(({ ended }) => ended));
  const [now] = await redis.time();
  await redis.zadd(
    "evenkeel:workers",
    Number(now) + 60,
    JSON.stringify({ worker: "old-1", queue: "0.0.9-fused-0", parallel: 1 }),
  );
  const one = start([...SMALL, "--hidden", "10", "--queue", url], "mismatch");
  assert.equal((await one.ended).code, 1);
  assert.match(one.err(), /expected workers of the version and engine .*, received old-1 with 0\.0\.9-fused-0/);
});

for (const { err } of workers) assert.ok(!err().includes(PASSWORD));
await queue.close();
redis.disconnect();
server.kill("SIGKILL");
console.log("studies by a queue: all checks passed");
process.exit(0);

/**
 * @param {string} what
 * @param {() => Promise<void>} body
 */
async function check(what, body) {
  const began = performance.now();
  await body();
  console.log(`${what}: ${((performance.now() - began) / 1000).toFixed(0)} s`);
}

/** @param {{ err: () => string }} worker */
function nameOf(worker) {
  return until(() => /^(\S+) waits for runs/m.exec(worker.err())?.[1]);
}

/** @param {string} folder */
function worker(folder) {
  return start(["worker", "--queue", url, "--parallel", "1"], folder);
}

/**
 * @param {string[]} args
 * @param {string} folder where it runs
 * @param {{ password?: string }} options
 */
function start(args, folder, { password = PASSWORD } = {}) {
  const cwd = join(work, folder);
  mkdirSync(cwd, { recursive: true });
  const child = spawn(process.execPath, [CLI, ...args, "--json"], {
    cwd,
    env: { ...process.env, REDIS_PASSWORD: password },
  });
  alive.add(child);
  const texts = { out: "", err: "" };
  child.stdout.on("data", (text) => (texts.out += text));
  child.stderr.on("data", (text) => (texts.err += text));
  const ended = new Promise((done) => {
    child.on("close", (code) => {
      alive.delete(child);
      done({ code, out: texts.out });
    });
  });
  return { child, ended: /** @type {Promise<{ code: number | null, out: string }>} */ (ended), err: () => texts.err };
}

/**
 * Whether a worker is in a run, and not yet in an epoch.
 * @param {string} worker
 * @param {{ before: number }} epoch
 */
async function isInRun(worker, { before }) {
  for (const id of await redis.lrange(`evenkeel:${name}:active`, 0, -1)) {
    const [by, progress] = await redis.hmget(`evenkeel:${name}:${id}`, "pb", "progress");
    const { epoch } = by === worker && progress !== null ? JSON.parse(progress) : {};
    if (epoch < before) return true;
  }
  return false;
}

async function startServer() {
  const config = join(work, "redis.conf");
  writeFileSync(
    config,
    `requirepass "${PASSWORD}"\nbind 127.0.0.1\nport ${port}\nappendonly yes\nappendfsync always\ndir ${work}\n`,
  );
  const child = spawn("redis-server", [config], { stdio: "ignore" });
  alive.add(child);
  const probe = new Redis({ port, password: PASSWORD, maxRetriesPerRequest: null });
  probe.on("error", () => {});
  await probe.ping();
  probe.disconnect();
  return child;
}

/**
 * The runs of a study without what time changes, in an order of keys that is the same.
 * @param {string} json
 */
function runsOf(json) {
  const { runs } = JSON.parse(json);
  for (const run of runs) {
    delete run.seconds;
    for (const epoch of run.history) delete epoch.seconds;
  }
  return runs;
}

/**
 * @template T
 * @param {() => T | Promise<T>} what
 * @returns {Promise<NonNullable<T>>}
 */
async function until(what) {
  const began = performance.now();
  for (;;) {
    const found = await what();
    if (found) return found;
    if (performance.now() - began > 120_000) throw new Error(`It did not come about: ${what}`);
    await sleep(50);
  }
}

async function freePort() {
  return new Promise((done) => {
    const listener = createServer().listen(0, "127.0.0.1", () => {
      const { port } = /** @type {import("node:net").AddressInfo} */ (listener.address());
      listener.close(() => done(port));
    });
  });
}
