import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadRun } from "../src/saved/load-run.ts";
import { readLog } from "../src/train/log/read-log.ts";
import { buildDist, type Ended, PATIENCE, ROOT, runNode } from "./dist.ts";
import { readEvents } from "./read-events.ts";

const MAIN = join(ROOT, "dist/bundle/cli.js");
const SMALL = [
  ...["--data", "digits({ train: 100, validation: 20, test: 50 })", "--model", "mlp", "--hidden", "8"],
  ...["--batch-size", "20", "--threads", "1"],
];
let folder: string;

beforeAll(async () => {
  await buildDist();
  folder = mkdtempSync(join(tmpdir(), "evenkeel-logs-"));
}, PATIENCE);
afterAll(() => rmSync(folder, { recursive: true }));

const at = (...path: string[]) => join(folder, ...path);

describe("evenkeel train --log", { timeout: PATIENCE }, () => {
  test("writes a folder and events, which evenkeel report shows again, alone and beside others", async () => {
    const done = await cli("train", ...SMALL, "--epochs", "2", "--log", "runs/a", "--log", "tensorboard:runs/a");
    expect([done.code, done.stderr.includes("cannot be written")]).toEqual([0, false]);
    const { run, steps, epochs } = await readLog(at("runs/a"));
    expect([run.ended?.stopped.reason, steps.length, epochs.length]).toEqual(["epochs", 10, 2]);
    for (const name of ["recipe.json", "command.json", "checkpoints", "report.html"])
      expect(readdirSync(at("runs/a"))).toContain(name);
    const [events] = readdirSync(at("runs/a/train"));
    const tags = readEvents(readFileSync(at("runs/a/train", events))).flatMap(({ summary }) => summary?.value ?? []);
    expect(tags.filter(({ tag }) => tag === "step/loss").length).toBe(10);

    rmSync(at("runs/a/report.html"));
    const alone = await cli("report", "runs/a");
    expect([alone.code, alone.stdout]).toEqual([0, expect.stringMatching(/runs\/a: 2 epochs, 10 steps; ended by/)]);
    expect(readFileSync(at("runs/a/report.html"), "utf8")).toContain("Single steps");

    await cli("train", ...SMALL, "--epochs", "1", "--seed", "2", "--log", "runs/b");
    const both = JSON.parse((await cli("report", "runs", "--out", "both.html", "--json")).stdout);
    expect(both.runs.map((each: { name: string }) => each.name)).toEqual(["runs/a", "runs/b"]);
    const page = readFileSync(at("both.html"), "utf8");
    for (const part of ["runs/a", "runs/b", "seed"]) expect(page).toContain(part);
  });

  test("refuses the folder of another run, before it trains", async () => {
    const before = readFileSync(at("runs/a/run.json"), "utf8");
    const again = await cli("train", ...SMALL, "--epochs", "1", "--log", "runs/a");
    expect([again.code, again.stderr]).toEqual([2, expect.stringMatching(/expected a folder without a run.*runs\/a/)]);
    expect(readFileSync(at("runs/a/run.json"), "utf8")).toBe(before);
  });

  test("leaves what was logged when it is killed; resume goes on to the same bits", async () => {
    const flags = [
      "train",
      ...SMALL,
      "--epochs",
      "40",
      "--checkpoint",
      "kept",
      "--log",
      "killed",
      "--every",
      "1epochs",
    ];
    await killedOnce(flags, () => files("kept").some((name) => name.endsWith(".evenkeel")));
    const { run } = await readLog(at("killed"));
    expect(run.ended).toBeUndefined();
    const left = await cli("report", "killed");
    expect([left.code, left.stdout]).toEqual([0, expect.stringMatching(/; under way, or killed/)]);
    expect(readFileSync(at("killed/report.html"), "utf8")).toMatch(/^<!doctype html>/);

    const resumed = await cli("resume", "kept");
    expect(resumed.code).toBe(0);
    const whole = await readLog(at("killed"));
    expect(whole.steps.map(({ step }) => step)).toEqual(Array.from({ length: 200 }, (_, i) => i + 1));
    expect(whole.epochs.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    await cli("train", ...SMALL, "--epochs", "40", "--save", "straight.evenkeel");
    const newest =
      files("kept")
        .filter((name) => name.endsWith(".evenkeel"))
        .at(-1) ?? "";
    const [last, straight] = [await loadRun(at("kept", newest)), await loadRun(at("straight.evenkeel"))];
    expect(last.state).toEqual(straight.state);
  });

  test("begins again where it was killed before its first checkpoint", async () => {
    const flags = ["train", ...SMALL, "--epochs", "3", "--log", "early"];
    await killedOnce(flags, () => existsSync(at("early/recipe.json")));
    if (files("early/checkpoints").length > 0) rmSync(at("early/checkpoints"), { recursive: true }); // it was too fast
    const resumed = await cli("resume", "early");
    expect([resumed.code, resumed.stderr]).toEqual([
      0,
      expect.stringContaining("No checkpoint there yet: the run begins."),
    ]);
    const { run, steps } = await readLog(at("early"));
    expect([run.ended?.stopped.reason, steps.length]).toEqual(["epochs", 15]);
  });
});

function files(name: string): string[] {
  return existsSync(at(name)) ? readdirSync(at(name)).sort() : [];
}

/** Runs a command, and ends it by SIGKILL once something is there. */
async function killedOnce(args: readonly string[], isThere: () => boolean): Promise<void> {
  const child = spawn(process.execPath, [MAIN, ...args], { cwd: folder, stdio: "ignore" });
  const closed = new Promise((resolve) => child.once("close", resolve));
  while (!isThere() && child.exitCode === null) await setTimeout(2);
  child.kill("SIGKILL");
  await closed;
}

function cli(...args: readonly string[]): Promise<Ended> {
  return runNode([MAIN, ...args], { cwd: folder, env: { NO_COLOR: "1" } });
}
