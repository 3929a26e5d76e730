import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { buildDist, PATIENCE, ROOT, runNode } from "./dist.ts";

const MAIN = join(ROOT, "dist/bundle/cli.js");
const SMALL = "--model mlp --hidden 16 --train-size 200 --validation-size 0.2 --test-size 200 --epochs 6".split(" ");
/** Inputs as they are, from 0 to 255, and steps that are too large for them. */
const SICK = [...SMALL, "--scaling", "none", "--optimizer", "sgd", "--learning-rate", "0.05"];

let folder: string;

beforeAll(buildDist, PATIENCE);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "evenkeel-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const doctor = (...args: string[]) =>
  runNode([MAIN, "doctor", ...args], { cwd: folder, env: { NO_COLOR: "1", FORCE_COLOR: undefined } });

describe("evenkeel doctor", { timeout: PATIENCE }, () => {
  test("finds a disease, says what to do as flags and in a program, and ends with code 1", async () => {
    const { code, stdout } = await doctor(...SICK, "--phases", "before");
    expect(code).toBe(1);
    expect(stdout).toContain("unscaledInputs: Inputs that are not scaled");
    expect(stdout).toContain("--scaling standardize");
    expect(stdout).toContain("standardize()");
  });

  test("is silent about a healthy run but for one line, and ends with code 0", async () => {
    const { code, stdout, stderr } = await doctor(...SMALL, "--phases", "before", "--json");
    expect([code, stderr]).toEqual([0, ""]);
    const { healthy, findings, checked } = JSON.parse(stdout);
    expect([healthy, checked.phases]).toEqual([true, ["before"]]);
    for (const { severity } of findings) expect(severity).toBe("information");
    const text = await doctor(...SMALL, "--phases", "before");
    expect(text.stdout).toMatch(/^Healthy: nothing found by \d+ diagnoses \(before training\)\.\n/);
  });

  test("proves a cure by paired runs, and writes the recipe and the page", async () => {
    const [written, page] = [join(folder, "cured.json"), join(folder, "doctor.html")];
    const flags = [
      "--phases",
      "before,during",
      "--steps",
      "10",
      "--cure",
      "--seeds",
      "3",
      "--write",
      written,
      "--report",
      page,
      "--json",
    ];
    const { code, stdout, stderr } = await doctor(...SICK, ...flags);
    const { healthy, findings, cures, cured, ended } = JSON.parse(stdout);
    expect([code === 0, healthy], stderr).toEqual([cured.healthy, false]);
    expect(["healthy", "out of advice"]).toContain(ended);
    expect(findings[0].diagnosis).toBe("unscaledInputs");
    expect(cures[0]).toMatchObject({ diagnosis: "unscaledInputs", change: { scaling: "standardize" }, kept: true });
    expect(cures[0].study).toMatchObject({ metric: "accuracy", unit: "share", higherIsBetter: true });
    expect(cured.change).toMatchObject({ scaling: "standardize" });
    expect(JSON.parse(readFileSync(written, "utf8"))).toMatchObject({ scaling: "standardize", hidden: [16] });
    const html = readFileSync(page, "utf8");
    for (const text of ["Inputs that are not scaled", "What was tried", "The cured recipe", "after the cure"])
      expect(html).toContain(text);
    expect(existsSync(join(folder, "reports"))).toBe(false); // nothing unfinished is left
  });

  test.each([
    [["--seeds", "3"], "doctor --seeds: expected --cure beside it"],
    [["--write", "cured.json"], "doctor --write: expected --cure beside it"],
    [["--phases", "befor"], "Did you mean before?"],
    [["--phases", "before", "--steps", "0"], "--steps: expected a whole number"],
    [["--cure", "--seeds", "0"], "--seeds: expected a whole number"],
    [["--lr", "0.1"], "Did you mean --learning-rate?"],
    [["no-such.json"], "no-such.json"],
  ])("a mistake ends with code 2: %s", async (args, message) => {
    const { code, stdout, stderr } = await doctor(...args);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(message);
  });

  test("a recipe with tricks of its own cannot be written as JSON, which is said before anything is trained", async () => {
    const file = join(folder, "own.mjs");
    const evenkeel = JSON.stringify(pathToFileURL(join(ROOT, "dist/bundle/index.js")).href);
    writeFileSync(
      file,
      `import { defineLayer } from ${evenkeel};
       const thrice = defineLayer({ name: "thrice", summary: "", source: "", options: {}, forward: (x) => x.mul(3) });
       export default { use: [thrice], model: "sequential([flatten(), dense(8), thrice(), dense(10)])" };`,
    );
    const { code, stderr } = await doctor(file, "--cure", "--write", "cured.json");
    expect(code).toBe(2);
    expect(stderr).toContain("a recipe that JSON can say");
  });
});
