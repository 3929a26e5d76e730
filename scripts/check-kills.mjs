// Kills a process with SIGKILL at random moments while it saves, and looks at what is left: node scripts/check-kills.mjs [how often].
// Needs `npm run build`. Ends with 0 if every kill left an intact file, and the next save nothing beside it.
import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const LIBRARY = new URL("../dist/index.js", import.meta.url).href;
const times = Number(process.argv[2] ?? 200);
const folder = await mkdtemp(join(tmpdir(), "evenkeel-kills-"));
const path = join(folder, "model.evenkeel");

const SAVING = `
  const { sequential, dense, TrainedModel } = await import(${JSON.stringify(LIBRARY)});
  const layer = sequential([dense(300)]);
  const of = (value) => new TrainedModel({
    layer, inputShape: [300], scale: { subtract: 0, multiply: 1 }, logits: false,
    weights: { "0.dense/kernel": new Float32Array(90_000).fill(value), "0.dense/bias": new Float32Array(300).fill(value) },
  });
  const forever = process.argv[2] === undefined;
  for (let i = 0; i < (forever ? Infinity : 1); i++) {
    await of(i % 100).save(process.argv[1]);
    if (i === 0) process.stdout.write("saved");
  }`;
/** @param {string[]} more */
const saving = (...more) =>
  spawn(process.execPath, ["--input-type=module", "-e", SAVING, path, ...more], {
    stdio: ["ignore", "pipe", "inherit"],
  });
/** @param {import("node:child_process").ChildProcess} child */
const ended = (child) => new Promise((resolve) => child.on("close", resolve));

const { readModel } = await import(LIBRARY);
let [intact, leftover] = [0, 0];
for (let i = 0; i < times; i++) {
  const child = saving();
  await new Promise((resolve) => child.stdout.once("data", resolve));
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 60));
  child.kill("SIGKILL");
  await ended(child);
  leftover += (await readdir(folder)).length - 1;
  try {
    readModel(await readFile(path));
    intact++;
  } catch (error) {
    console.error(error);
  }
}
await ended(saving("once"));
const stray = (await readdir(folder)).filter((name) => name !== "model.evenkeel");
await rm(folder, { recursive: true });
console.log(
  `${intact} of ${times} kills left an intact file; ${leftover} left a part beside it, ${stray.length} of which outlived the next save`,
);
process.exit(intact === times && stray.length === 0 ? 0 : 1);
