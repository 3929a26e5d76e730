import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadRun } from "../src/index.ts";
import { buildDist, PATIENCE, ROOT, runNode } from "./dist.ts";

const MAIN = join(ROOT, "dist/bundle/cli.js");
const RECIPE = [
  ...["--model", "mlp", "--hidden", "8", "--dropout", "0.2", "--train-size", "60", "--validation-size", "20"],
  ...["--test-size", "20", "--batch-size", "10", "--threads", "1", "--schedule", "cosineDecay"],
  ...["--early-stopping", "200", "--average-weights", "0.9"],
];

let folder: string;
beforeAll(buildDist, PATIENCE);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "evenkeel-"));
});
afterAll(() => rm(folder, { recursive: true }));

const cli = (...args: string[]) => runNode([MAIN, ...args], { cwd: folder });
const checkpoints = (run: string) => readdirSync(join(folder, run)).filter((name) => name.endsWith(".evenkeel"));

/** Starts a run, and sends it a signal once it has made a checkpoint. */
async function interrupted(run: string, signal: NodeJS.Signals, ...args: string[]) {
  const child: ChildProcess = spawn(process.execPath, [MAIN, "train", ...RECIPE, "--checkpoint", run, ...args], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  child.stdout?.on("data", (text) => (stdout += text));
  const closed = new Promise<number | null>((resolve) => child.once("close", resolve));
  const made = setInterval(() => {
    try {
      if (checkpoints(run).length === 0) return;
      clearInterval(made); // a second signal would end it at once
      child.kill(signal);
    } catch {} // the folder is not there yet
  }, 5);
  const code = await closed;
  clearInterval(made);
  return { code, stdout };
}

describe("evenkeel resume", { timeout: PATIENCE }, () => {
  test("goes on in a new process after SIGKILL and SIGTERM, with the bits of a run that was left alone", async () => {
    const epochs = ["--epochs", "60"];
    const whole = await cli("train", ...RECIPE, ...epochs, "--checkpoint", "whole", "--keep", "1");
    expect(whole.code).toBe(0);
    expect(whole.stdout).toMatch(/Saved in whole\. Train on: evenkeel resume whole --epochs 120/);

    const killed = await interrupted("killed", "SIGKILL", ...epochs, "--every", "7steps");
    expect(killed.code).toBe(null);
    expect((await cli("resume", "killed")).code).toBe(0);

    const stopped = await interrupted("stopped", "SIGTERM", ...epochs, "--every", "7steps");
    expect(stopped.code).toBe(1);
    expect(stopped.stdout.trimEnd()).toMatch(/Go on: evenkeel resume stopped$/);
    expect((await cli("resume", "stopped")).code).toBe(0);

    const [expected, ...others] = await Promise.all(
      ["whole", "killed", "stopped"].map((run) => loadRun(join(folder, run, "000000360.evenkeel"))),
    );
    for (const run of others) {
      expect(run.weights).toEqual(expected.weights);
      expect(run.state).toEqual(expected.state);
      expect(run.test).toEqual(expected.test);
    }
    expect(checkpoints("killed")).toHaveLength(3);

    const again = await cli("resume", "whole");
    expect([again.code, again.stderr]).toEqual([0, ""]);
    expect(again.stdout).toMatch(/^The run is finished, after 60 epochs \(360 steps\): all 60 epochs are done\./);
    const refused = await cli("train", ...RECIPE, ...epochs, "--checkpoint", "whole");
    expect([refused.code, refused.stderr]).toEqual([
      2,
      expect.stringMatching(/Go on with that run by evenkeel resume/),
    ]);
  });

  test("counts steps over the whole run, and names a damaged checkpoint that it does not use", async () => {
    const short = await cli("train", ...RECIPE, "--checkpoint", "short", "--max-steps", "8", "--every", "4steps");
    expect(short.stdout).toMatch(/Stopped: steps; maxSteps: 8/);
    expect(short.stdout.trimEnd()).toMatch(/Go on: evenkeel resume short --max-steps 16$/);
    expect(checkpoints("short")).toEqual(["000000004.evenkeel", "000000008.evenkeel"]);
    const newest = join(folder, "short", "000000008.evenkeel");
    writeFileSync(newest, readFileSync(newest).subarray(0, 5000));
    const on = await cli("resume", "short", "--max-steps", "10");
    expect(on.code).toBe(0);
    expect(on.stderr).toMatch(/Not used, since they cannot be read: .*000000008\.evenkeel/);
    expect((await loadRun(join(folder, "short", "000000010.evenkeel"))).steps).toBe(10);
  });

  test("says what is wrong with what it is given", async () => {
    const without = await cli("resume", "nowhere");
    expect([without.code, without.stderr]).toEqual([2, expect.stringMatching(/received no nowhere/)]);
    const every = await cli("train", ...RECIPE, "--checkpoint", "c", "--every", "often");
    expect([every.code, every.stderr]).toEqual([2, expect.stringMatching(/2epochs/)]);
    const alone = await cli("train", ...RECIPE, "--keep", "2");
    expect([alone.code, alone.stderr]).toEqual([2, expect.stringMatching(/--checkpoint FOLDER/)]);
  });
});
