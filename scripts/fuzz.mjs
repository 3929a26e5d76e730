#!/usr/bin/env node
// Damages valid files of every kind that the library reads, and reads them: npm run fuzz -- [--seconds 60] [--kind NAME] [--seed N] [--case N].
// Each case is refused in words, or read as what it is; it takes at most a second, and twice the file and 64 MB of memory.
// @ts-check
import { fork } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";

/** Seconds without a new case after which the process that reads is ended. */
const HANGS = 20;
/** Failures of which the whole text is printed. */
const SHOWN = 20;

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "60" },
    kind: { type: "string", default: "" },
    seed: { type: "string" },
    case: { type: "string" },
  },
});
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
const only = values.case === undefined ? undefined : Number(values.case);
if (![seed, Number(values.seconds), only ?? 0].every((number) => number >= 0)) {
  console.error("fuzz: --seconds, --seed and --case take numbers.");
  process.exit(2);
}

const root = fileURLToPath(new URL("..", import.meta.url));
let scratch = ""; // a folder of each process that reads
const cache = join(root, "node_modules/.cache/evenkeel-fuzz"); // where packages are found from
mkdirSync(cache, { recursive: true });
const program = join(cache, `fuzz-${process.pid}.mjs`);
await build({
  entryPoints: [join(root, "test/fuzz/fuzz.ts")],
  outfile: program,
  bundle: true,
  packages: "external",
  format: "esm",
  platform: "node",
  target: "es2022",
  sourcemap: "inline",
  logLevel: "warning",
});

/** @type {import("../test/fuzz/fuzz.ts").Failure[]} */
const failures = [];
/** @type {Record<string, import("../test/fuzz/fuzz.ts").Tally>} */
const tallies = {};
const end = performance.now() + 1000 * Number(values.seconds);

/**
 * Reads from a case on, until the time is up or the process is gone.
 * @param {number} first
 * @returns {Promise<number>} the case to go on from.
 */
function readFrom(first) {
  if (scratch !== "") rmSync(scratch, { recursive: true, force: true });
  scratch = mkdtempSync(join(tmpdir(), "evenkeel-fuzz-"));
  const seconds = Math.max(0, (end - performance.now()) / 1000);
  const count = only === undefined ? Number.MAX_SAFE_INTEGER : 1;
  const child = fork(
    program,
    [
      scratch,
      join(root, "test/fixtures/numpy-1.24.json"),
      values.kind,
      ...[seed, first, count, only === undefined ? seconds : 1e6].map(String),
    ],
    {
      execArgv: ["--expose-gc", "--enable-source-maps", "--max-old-space-size=2000"],
      stdio: ["ignore", "inherit", "pipe", "ipc"],
    },
  );
  let said = "";
  child.stderr?.on("data", (text) => {
    said = `${said}${text}`.slice(-2000);
  });
  let isDone = false;
  child.on("message", (/** @type {import("../test/fuzz/fuzz.ts").Message} */ message) => {
    if ("failure" in message) failures.push(message.failure);
    else {
      isDone = true;
      for (const [kind, tally] of Object.entries(message.tallies)) {
        const { cases = 0, refused = 0, slowest = 0, memory = 0 } = tallies[kind] ?? {};
        tallies[kind] = {
          cases: cases + tally.cases,
          refused: refused + tally.refused,
          slowest: Math.max(slowest, tally.slowest),
          memory: Math.max(memory, tally.memory),
        };
      }
    }
  });
  let [place, since, hangs] = ["", performance.now(), false];
  const watch = setInterval(() => {
    const now = caseNow();
    if (now !== place) [place, since] = [now, performance.now()];
    else if (place !== "" && performance.now() - since > 1000 * HANGS) {
      hangs = true;
      child.kill("SIGKILL");
    }
  }, 250);
  return new Promise((resolve) => {
    child.on("close", (code, signal) => {
      clearInterval(watch);
      if (isDone) return resolve(Number.POSITIVE_INFINITY);
      const [, number, kind] = /^(\d+) (.*?) *$/.exec(caseNow()) ?? [];
      const what = hangs ? `no answer for ${HANGS} s` : `the process ended (${signal ?? code}): ${said}`;
      failures.push({ kind: kind ?? "", number: Number(number ?? first), how: "", what });
      resolve(number === undefined || only !== undefined ? Number.POSITIVE_INFINITY : Number(number) + 1);
    });
  });
}

function caseNow() {
  try {
    return readFileSync(join(scratch, "case"), "utf8");
  } catch {
    return "";
  }
}

console.log(`fuzz: seed ${seed}`);
for (let next = only ?? 0; next < Number.POSITIVE_INFINITY && performance.now() < end; ) next = await readFrom(next);
rmSync(scratch, { recursive: true, force: true });
rmSync(program, { force: true });

const megabytes = (/** @type {number} */ bytes) => `${Math.max(0, bytes / 2 ** 20).toFixed(0)} MB`;
for (const [kind, { cases, refused, slowest, memory }] of Object.entries(tallies))
  if (cases > 0)
    console.log(
      `${kind.padEnd(20)}${cases.toLocaleString("en").padStart(8)} cases, ${((100 * refused) / cases).toFixed(0).padStart(3)} % refused, at most ${slowest.toFixed(2)} s, 2 × file + ${megabytes(memory)}`,
    );
/** One of each sort: failures of a kind with the same first words. */
const sorts = new Map(failures.map((failure) => [`${failure.kind} ${failure.what.slice(0, 60)}`, failure]));
for (const { kind, number, how, what } of [...sorts.values()].slice(0, SHOWN))
  console.log(
    `\n${kind}: ${how}: ${what}\n  again: npm run fuzz --${values.kind === "" ? "" : ` --kind "${values.kind}"`} --seed ${seed} --case ${number}`,
  );
const total = Object.values(tallies).reduce((sum, { cases }) => sum + cases, 0);
console.log(
  `fuzz: ${total.toLocaleString("en")} cases in ${values.seconds} s, ${failures.length} failures, seed ${seed}`,
);
process.exit(failures.length === 0 ? 0 : 1);
