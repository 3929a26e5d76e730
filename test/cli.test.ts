import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import pc from "picocolors";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { catalogue } from "../src/catalogue.ts";
import type { Host } from "../src/cli/host.ts";
import { run } from "../src/cli/run.ts";
import * as experiments from "../src/compare/experiments/index.ts";
import type { Study } from "../src/compare/study.ts";
import { kebabCase } from "../src/options/case.ts";
import { recipeOptions } from "../src/recipe/recipe.ts";
import { SECTIONS } from "../src/trick/sections.ts";
import { VERSION } from "../src/version.ts";
import { buildDist, type Ended, PATIENCE, ROOT, runNode } from "./dist.ts";

const MAIN = join(ROOT, "dist/bundle/cli.js");
const ENV = { CI: undefined, NO_COLOR: undefined, FORCE_COLOR: undefined, TERM: "xterm", NODE_OPTIONS: undefined };
const SMALL = [
  "--model",
  "mlp",
  "--hidden",
  "16",
  "--train-size",
  "100",
  "--validation-size",
  "20",
  "--test-size",
  "50",
];
const TINY = ["--train-size", "100", "--test-size", "100", "--validation-size", "20", "--epochs", "1", "--seeds", "2"];
/** Makes a child process believe that its outputs are a terminal. */
const AS_TERMINAL =
  "data:text/javascript,for (const out of [process.stdout, process.stderr]) Object.assign(out, { isTTY: true, columns: 90 })";
const ESCAPE = String.fromCharCode(27);
const COLOR = new RegExp(`${ESCAPE}\\[[\\d;]*m`);
const CONTROL = new RegExp(ESCAPE);
const STACK = /^ {4}at /m;

let folder: string;

beforeAll(buildDist, PATIENCE);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "evenkeel-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("evenkeel", { timeout: PATIENCE }, () => {
  test("reports its version: that of the package", async () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    expect(VERSION).toBe(version);
    for (const flag of ["--version", "-v"]) expect(await cli(flag)).toEqual(done(`${version}\n`));
  });

  test("reports how it is used", async () => {
    const { code, stdout, stderr } = await cli("--help");
    expect([code, stderr]).toEqual([0, ""]);
    for (const command of ["train", "evaluate", "predict", "export", "compare", "find-rate", "list", "explain"])
      expect(stdout).toMatch(new RegExp(`^  ${command} `, "m"));
    const withoutAny = await cli();
    expect(withoutAny).toEqual({ code: 2, stdout: "", stderr: stdout });
  });

  test.each(["train", "compare", "find-rate"])(
    "reports every flag of %s, one for each key of a recipe",
    async (command) => {
      const { code, stdout } = await cli(command, "--help");
      expect(code).toBe(0);
      for (const key of Object.keys(recipeOptions).filter((each) => each !== "use")) {
        const flag = key === "dataDirectory" ? "data-dir" : kebabCase(key);
        expect(stdout).toMatch(new RegExp(`^  --${flag} <value> `, "m"));
      }
      for (const flag of ["--json", "--verbose"]) expect(stdout).toMatch(new RegExp(`^  ${flag} `, "m"));
    },
  );

  test("lists every trick by its section, and every experiment", async () => {
    const { code, stdout, stderr } = await cli("list");
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).not.toMatch(CONTROL);
    const all = { ...Object.assign({}, ...Object.values(catalogue)), ...experiments, initialization: undefined };
    for (const name of Object.keys(all)) expect(stdout).toMatch(new RegExp(`^  ${name} +\\S`, "m"));
    const dropout = stdout.slice(stdout.indexOf(SECTIONS.dropout), stdout.indexOf(SECTIONS.overfitting));
    expect(dropout).toMatch(/^ {2}dropout +In training, /m);
    expect(dropout).not.toMatch(/^ {2}adam /m);
    const described = JSON.parse((await cli("list", "--json")).stdout);
    expect(Object.keys(described)).toEqual(["sections", "tricks", "experiments", "diagnoses"]);
    expect(described.tricks.find(({ name }: { name: string }) => name === "dropout")).toMatchObject({
      kind: "layers",
      section: "dropout",
      source: expect.stringContaining("Srivastava"),
      options: [{ name: "rate", accepts: "a number in [0, 1)", default: "0.5", required: false }],
    });
  });

  test("explains a trick, and what the engine makes of a step", async () => {
    const trick = await cli("explain", "adam");
    expect(trick.code).toBe(0);
    expect(trick.stdout).toMatch(/^adam {2}optimizers · Optimizers\n/);
    expect(trick.stdout).toMatch(/\n {2}b1: a number in \[0, 1\), or a schedule; 0\.9 by default\n/);
    expect(trick.stdout).toContain(catalogue.optimizers.adam.definition.example);
    for (const line of trick.stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
    expect(JSON.parse((await cli("explain", "adam", "--json")).stdout)).toMatchObject({
      name: "adam",
      kind: "optimizers",
      use: catalogue.optimizers.adam.definition.use,
    });
    const step = await cli("explain", "step", "--model", "mlp", "--hidden", "16");
    expect(step.code).toBe(0);
    expect(step.stdout).toMatch(/matmul/);
    const scaling = await cli("explain", "scaling");
    expect(scaling.code).toBe(0);
    expect(scaling.stdout).toMatch(/1e10 \+ 1e-10 += 10000000000 +the small one is lost/);
    expect(scaling.stdout).toMatch(/^ +255 +0 +0 +1$/m);
    expect(JSON.parse((await cli("explain", "scaling", "--json")).stdout).spacings).toContainEqual({
      at: 1e10,
      spacing: 1024,
    });
    const capacity = await cli("explain", "capacity", ...SMALL);
    expect(capacity.stdout).toMatch(/^12,730 parameters for 100 training samples, 130 a sample: more than the 1,000 /);
  });

  test("does not mind a reader that has seen enough", async () => {
    const command = `"${process.execPath}" "${MAIN}" list 2>"${join(folder, "errors")}" | head -1`;
    await promisify(execFile)("sh", ["-c", command]);
    expect(readFileSync(join(folder, "errors"), "utf8")).toBe("");
  });
});

describe("evenkeel find-rate", { timeout: PATIENCE }, () => {
  test("shows the test as text, as JSON and as a page", async () => {
    const flags = ["find-rate", ...SMALL, "--batch-size", "25", "--steps", "40", "--start-rate", "1e-4"];
    const { code, stdout } = await cli(...flags, "--report", "rate.html");
    expect(code).toBe(0);
    expect(plain(stdout)).toMatch(
      /^ +rate +loss\n +1e-4 +\d\.\d+ +█+\n[\s\S]*\nTake [\d.e-]+: (half of|between 0\.001, the default of|the default of) /,
    );
    const page = readFileSync(join(folder, "rate.html"), "utf8");
    expect(page).toMatch(/mlp · adam · digits, 100 training samples[\s\S]*<p>Take [\s\S]*<svg [\s\S]*>learning rate</);
    const json = JSON.parse((await cli(...flags, "--backend", "reference", "--json")).stdout);
    expect(json).toMatchObject({ recipe: { batchSize: 25 }, suggestion: { rate: expect.any(Number) } });
    expect(json.backend).toMatch(/^reference/);
    expect(json.rates[0]).toBe(1e-4);
  });

  test.each(["--start-rate", "--low"])(
    "refuses a range that is none, by its flag of today or of 0.1.0: %s",
    async (flag) => {
      const { code, stderr } = await cli("find-rate", ...SMALL, flag, "20");
      expect([code, stderr]).toEqual([
        2,
        "evenkeel: findRate: startRate: expected a rate below the last, 10, received 20.\n",
      ]);
    },
  );

  test("goes on by the same command after Ctrl-C, to the same test", async () => {
    const flags = ["find-rate", ...SMALL, "--steps", "40", "--report", join(folder, "rate.html"), "--json"];
    const whole = JSON.parse((await inProcess(...flags)).stdout);
    expect(readdirSync(folder)).toEqual(["rate.html"]);
    const { code, stdout, stderr } = await inProcessWith({ signal: AbortSignal.abort() }, ...flags);
    expect([code, JSON.parse(stdout).ended]).toEqual([1, "aborted"]);
    expect(stderr).toMatch(
      /^The 0 steps so far are kept in .*rate-[\da-f]{8}\.unfinished\. Go on: the same command\.$/m,
    );
    expect(readdirSync(folder)).toHaveLength(2);
    expect(JSON.parse((await inProcess(...flags)).stdout)).toEqual(whole);
    expect(readdirSync(folder)).toEqual(["rate.html"]);
  });

  test("on another backend it is another test, and says what computed it", async () => {
    const flags = ["find-rate", ...SMALL, "--steps", "12", "--report", join(folder, "rate.html"), "--json"];
    const aborted = { signal: AbortSignal.abort() };
    const wasm = JSON.parse((await inProcessWith(aborted, ...flags)).stdout);
    expect(wasm.backend).toMatch(/^wasm, /);
    const [place] = readdirSync(folder).sort();
    const other = await inProcess(...flags, "--backend", "reference");
    expect([other.code, JSON.parse(other.stdout).backend, other.stderr]).toEqual([0, "reference, float64", ""]);
    expect(readdirSync(folder).sort()).toEqual([place, "rate.html"]); // that of wasm waits for its own command
    expect(readFileSync(join(folder, "rate.html"), "utf8")).toContain("reference, float64");
    await inProcess(...flags, "--backend", "wasm");
    expect(readdirSync(folder)).toEqual(["rate.html"]);
  });

  test.each(["--max-steps", "--max-time"])("refuses %s, which ends a run", async (flag) => {
    const { code, stderr } = await cli("find-rate", ...SMALL, flag, "20");
    expect([code, stderr]).toEqual([
      2,
      `evenkeel: find-rate: expected --steps, how many steps the test takes, received ${flag} 20. An interrupted test goes on by the same command.\n`,
    ]);
  });

  test("refuses a rate by the flag that it was given by", async () => {
    expect((await cli("find-rate", ...SMALL, "--low", "-1")).stderr).toMatch(
      /^evenkeel: --low: expected a number above 0/,
    );
    expect((await cli("find-rate", "--help")).stdout).not.toContain("--low");
  });
});

describe("evenkeel train", { timeout: PATIENCE }, () => {
  test("trains, with progress on standard error and the outcome on standard output", async () => {
    const { code, stdout, stderr } = await cli("train", ...SMALL, "--dropout", "0.3", "--epochs", "3");
    expect(code).toBe(0);
    expect(stderr.trimEnd().split("\n")).toEqual(
      [1, 2, 3].map((epoch) =>
        expect.stringMatching(
          new RegExp(
            `^epoch ${epoch}/3  loss \\d\\.\\d+  accuracy \\d+\\.\\d\\d %  validation loss \\d\\.\\d+  accuracy \\d+\\.\\d\\d %  logLoss \\d\\.\\d+  \\d+\\.\\d s$`,
          ),
        ),
      ),
    );
    expect(plain(stdout)).toMatch(
      /^Split: 100 to train, 20 to validate, 50 to test\.\n12,730 parameters, .*, wasm, .*\nTest +model +always \d\n {2}loss +\d\.\d+ +—\n {2}accuracy +\d+\.\d\d % +\d+\.\d\d %\n {2}logLoss +\d\.\d+ +\d\.\d+\n$/,
    );
    expect(stdout + stderr).not.toMatch(CONTROL);
    expect(readdirSync(folder)).toEqual([]);
  });

  test("--json prints one document, and nothing else, on standard output", async () => {
    const { code, stdout, stderr } = await cli("train", ...SMALL, "--epochs", "2", "--seed", "4", "--json");
    expect(code).toBe(0);
    expect(stdout.trimEnd()).not.toContain("\n");
    const outcome = JSON.parse(stdout);
    expect(outcome).toMatchObject({
      evenkeel: VERSION,
      recipe: { model: "mlp", hidden: [16], trainSize: 100, epochs: 2, seed: 4, optimizer: "adam" },
      parameters: 12_730,
      stopped: { reason: "epochs", epoch: 2 },
    });
    expect(outcome.history.map(({ epoch }: { epoch: number }) => epoch)).toEqual([1, 2]);
    expect(Object.keys(outcome.test)).toEqual(["loss", "accuracy", "logLoss", "confusionMatrix"]);
    expect(stderr).toContain("epoch 2/2");
  });

  test.each([
    [["resnet", "--depth", "8", "--width", "4"], { depth: 8, width: 4, norm: "batch", init: "heNormal" }, 4_934],
    [
      ["plainnet", "--depth", "8", "--width", "4", "--norm", "none", "--init", "lsuv"],
      { norm: "none", init: "lsuv" },
      4_874,
    ],
    [["lenet", "--activation", "relu"], { activation: "relu", norm: "none", init: "glorotUniform" }, 61_706],
    [["inceptionNet", "--width", "16", "--dropout", "0.2"], { width: 16, dropout: 0.2, norm: "batch" }, 16_954],
  ])("trains --model %j", async ([model, ...flags], recipe, parameters) => {
    const sizes = ["--train-size", "20", "--validation-size", "0", "--test-size", "10"];
    const training = [...sizes, "--batch-size", "10", "--epochs", "1", "--json"];
    const { code, stdout } = await cli("train", "--model", model, ...flags, ...training);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ recipe: { model, ...recipe }, parameters });
  });

  test("reads a recipe from a file, which flags override", async () => {
    const recipe = {
      model: "mlp",
      hidden: [8],
      trainSize: 50,
      validationSize: 0,
      testSize: 10,
      batchSize: 10,
      epochs: 2,
    };
    writeFileSync(join(folder, "recipe.json"), JSON.stringify(recipe));
    writeFileSync(join(folder, "recipe.mjs"), `export default ${JSON.stringify(recipe)};`);
    for (const file of ["recipe.json", "recipe.mjs"]) {
      const { code, stdout } = await cli("train", file, "--epochs", "1", "--json");
      expect(code).toBe(0);
      expect(JSON.parse(stdout).recipe).toMatchObject({ ...recipe, epochs: 1 });
    }
  });

  test("--save writes the run", async () => {
    const { code, stderr } = await cli("train", ...SMALL, "--epochs", "1", "--save", "runs/small.evenkeel");
    expect(code).toBe(0);
    expect(stderr).toContain("Saved to runs/small.evenkeel");
    expect(readdirSync(join(folder, "runs"))).toEqual(["small.evenkeel"]);
    const bytes = readFileSync(join(folder, "runs/small.evenkeel"));
    expect(JSON.parse(bytes.toString("utf8", 8, 8 + Number(bytes.readBigUInt64LE(0))))).toHaveProperty("__metadata__");
  });

  test.each([
    ["as text", []],
    ["as JSON", ["--json"]],
  ])("keeps and saves what was trained when an engine thread dies, told %s", async (_, json) => {
    const dying = `
      import workerThreads from "node:worker_threads";
      import { syncBuiltinESMExports } from "node:module";
      import { existsSync } from "node:fs";
      workerThreads.Worker = class extends workerThreads.Worker {
        constructor(...args) {
          super(...args);
          const timer = setInterval(() => existsSync("now") && this.terminate(), 10);
          this.on("exit", () => clearInterval(timer));
        }
      };
      syncBuiltinESMExports();`;
    const training = ["train", ...SMALL, "--epochs", "100000", "--save", "run.evenkeel", ...json];
    const { child, ended } = startNode(
      "--import",
      `data:text/javascript,${encodeURIComponent(dying)}`,
      MAIN,
      ...training,
    );
    await lineOf(child, "epoch 2/100000");
    writeFileSync(join(folder, "now"), "");
    const { code, stdout, stderr } = await ended;
    expect(code).toBe(1);
    expect(stderr).toContain("Saved to run.evenkeel");
    expect(stderr).toMatch(
      /evenkeel: train: .*engine thread \d.* The run was saved after \d+ epochs \(\d+ steps\)\.\n$/,
    );
    expect(stderr).not.toContain("error.run");
    expect(readdirSync(folder).sort()).toEqual(["now", "run.evenkeel"]);
    if (json.length > 0)
      expect(JSON.parse(stdout)).toMatchObject({
        failure: expect.stringMatching(/^broke off: engine thread/),
        error: { kind: "run" },
      });
    else expect(stdout).toMatch(/^Stopped: aborted; engine thread/m);
  });

  test("fails where it cannot save, and leaves nothing", async () => {
    writeFileSync(join(folder, "file"), "kept");
    const { code, stderr } = await cli("train", ...SMALL, "--epochs", "1", "--save", "file/run.evenkeel");
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /evenkeel: file\/run\.evenkeel: expected a file that can be written, .* Choose another place/,
    );
    expect(stderr).not.toMatch(STACK);
    expect(stderr).not.toContain("epoch"); // it is found out before the work
    expect(readFileSync(join(folder, "file"), "utf8")).toBe("kept");
    expect(readdirSync(folder)).toEqual(["file"]);
  });

  test("fails where the data are missing, and writes nothing", async () => {
    const flags = ["--data", "mnist", "--data-dir", "absent"];
    for (const args of [
      ["train", "--data", "mnist", "--data-directory", "absent"],
      ["train", ...flags],
      ["compare", "dropout", ...flags, "--report", "report.html"],
    ]) {
      const { code, stdout, stderr } = await cli(...args);
      expect([code, stdout]).toEqual([1, ""]);
      expect(stderr).toMatch(
        /^evenkeel: absent.*: expected .*train-images-idx3-ubyte.*, received no such folder\. Give the /,
      );
      expect(stderr).not.toMatch(STACK);
      expect(readdirSync(folder)).toEqual([]);
    }
  });

  test("fails where training diverges, with what was reached and what to try", async () => {
    const { code, stdout, stderr } = await cli("train", ...SMALL, "--epochs", "20", "--learning-rate", "1e20");
    expect(code).toBe(1);
    expect(stdout).toMatch(/^Stopped: diverged; the loss was [\s\S]* Try a learning\s+rate ten times smaller/m);
    expect(stdout + stderr).not.toMatch(STACK);
  });

  test("says that steps were skipped, and fails where the outcome is no number", async () => {
    const { code, stdout } = await inProcess("train", ...SMALL, "--epochs", "1", "--learning-rate", "1e30");
    expect(code).toBe(1);
    expect(stdout).toMatch(/^Skipped: 2 of 2 steps, because their loss or gradient was not finite$/m);
    expect(stdout).toMatch(/^Stopped: diverged; the loss was NaN for 1 step in a row, up to the end/m);
  });

  test("says that there is no run to go on with", async () => {
    const { code, stderr } = await inProcess("train", "--resume", "run.evenkeel");
    const words = "resume: expected the folder of a run, or its file, received no run.evenkeel";
    expect([code, stderr]).toEqual([2, expect.stringContaining(words)]);
  });

  test.each(["SIGINT", "SIGTERM"] as const)("ends within seconds of %s, with what is finished", async (signal) => {
    const { child, ended } = start("train", ...SMALL, "--epochs", "100000", "--json", "--save", "run.evenkeel");
    await lineOf(child, "epoch 2/100000");
    child.kill(signal);
    const { code, stdout, stderr } = await ended;
    expect(code).toBe(1);
    expect(stderr).toContain("Stopping after the current steps.");
    const { stopped, history, test } = JSON.parse(stdout);
    expect(stopped).toEqual({ reason: "aborted", epoch: history.length });
    expect(history.length).toBeGreaterThanOrEqual(2);
    expect(history.length).toBeLessThan(100_000);
    expect(test.accuracy).toBeGreaterThan(0);
    expect(readdirSync(folder)).toEqual(["run.evenkeel"]);
  });

  test("ends at once at the second interrupt, whatever there is still to do", async () => {
    // After the first one, the test part is still to be gone through.
    const sizes = ["--train-size", "200", "--validation-size", "0", "--test-size", "3000"];
    const { child, ended } = start("train", ...sizes, "--epochs", "1000");
    await lineOf(child, "epoch 1/1000");
    child.kill("SIGINT");
    await lineOf(child, "Stopping");
    child.kill("SIGINT");
    const { code, stdout } = await ended;
    expect([code, plain(stdout)]).toEqual([130, "Split: 200 to train, 3,000 to test.\n"]); // and no outcome
  });
});

describe("evenkeel compare", { timeout: PATIENCE }, () => {
  test("prints a table and a conclusion, and writes a report", async () => {
    const { code, stdout, stderr } = await cli("compare", "dropout", ...TINY, "--report", "report.html");
    expect(code).toBe(0);
    expect(stdout + stderr).not.toMatch(CONTROL);
    expect(stdout).toMatch(
      /^Dropout before the last layer of a small convolutional network\nDoes dropout help a network that memorizes its few samples\?\n4 variants, 2 seeds, 8 runs in /,
    );
    for (const rate of ["0", "0.2", "0.5", "0.8"])
      expect(plain(stdout)).toMatch(new RegExp(`^dropout ${rate} +\\d+\\.\\d\\d % `, "m"));
    expect(stdout).toContain("Conclusions");
    expect(stdout).toContain(`Report: ${join(folder, "report.html")}`);
    expect(
      stderr
        .trimEnd()
        .split("\n")
        .map((line) => line.split(" ")[0]),
    ).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((run) => `${run}/8`));
    expect(readdirSync(folder)).toEqual(["report.html"]);
    expect(readFileSync(join(folder, "report.html"), "utf8")).toMatch(/^<!doctype html>/);
  });

  test("shows what initial weights do to a deep network", async () => {
    const flags = ["--depth", "6", "--width", "16", "--activation", "tanh", "--epochs", "1", "--train-size", "100"];
    const { code, stdout, stderr } = await cli("compare", "initialization", ...flags, "--report", "report.html");
    expect(code).toBe(0);
    expect(stdout + stderr).not.toMatch(CONTROL);
    expect(stdout).toMatch(/^Initial weights of a network with 6 hidden layers \(tanh\)\n/);
    expect(stdout).toMatch(/^Glorot +\S+ → \S+ +×\S+ \w+ /m);
    expect(stderr.trimEnd().split("\n")).toHaveLength(24);
    expect(readFileSync(join(folder, "report.html"), "utf8")).toMatch(/^<!doctype html>/);
  });

  test.each([
    [["initialisation", "--dropout", "0.5"], "compare initialization: expected no flags but depth"],
    [["initialization", "--seeds", "3"], "compare initialization: expected no flags but depth"],
    [["initialization", "--dropout", "0.5"], "compare initialization: expected no flags but depth"],
    [["initialization", "--depth", "0"], "--depth: expected a whole number from 1 to 1,202, received 0."],
  ])("refuses %s", async (args, message) => {
    const { code, stderr } = await cli("compare", ...args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  test("colors a terminal, unless NO_COLOR is set", async () => {
    const args = ["--import", AS_TERMINAL, MAIN, "compare", ...SMALL, "--vary", "dropout=0,0.5", "--epochs", "1"];
    const more = ["--seeds", "1", "--report", "report.html"];
    const colored = await runNode([...args, ...more], { cwd: folder, env: ENV });
    expect(colored.code).toBe(0);
    expect(colored.stdout).toMatch(COLOR);
    expect(colored.stderr).toMatch(COLOR);
    expect(colored.stderr).toMatch(/[█░]{24}/);
    const quiet = await runNode([...args, ...more], { cwd: folder, env: { ...ENV, NO_COLOR: "1" } });
    expect(quiet.code).toBe(0);
    expect(quiet.stdout).not.toMatch(CONTROL);
    expect(quiet.stderr).not.toMatch(COLOR);
    expect(quiet.stderr).toMatch(/[█░]{24}/);
  });

  test("varies any key of the recipe, and puts the study on standard output with --json", async () => {
    const vary = ["--vary", "optimizer=adam,sgd", "--vary", "batch-size=10,50"];
    const flags = [...SMALL, "--epochs", "1", "--seeds", "1", "--parallel", "2", "--json"];
    const { code, stdout, stderr } = await cli("compare", ...vary, ...flags);
    expect(code).toBe(0);
    const study: Study & { report: string } = JSON.parse(stdout);
    expect(study.effects.map(({ variant }) => variant)).toEqual([
      "optimizer adam, batchSize 10",
      "optimizer adam, batchSize 50",
      "optimizer sgd, batchSize 10",
      "optimizer sgd, batchSize 50",
    ]);
    expect(study.environment.parallel).toBe(2);
    expect(study.report).toBe(join(folder, "reports/compare-optimizer-batchSize.html"));
    expect(existsSync(study.report)).toBe(true);
    expect(stderr).toContain("4/4");
  });

  test("fails if a run diverges, and reports the others", async () => {
    const flags = ["--vary", "learning-rate=0.01,1e20", "--epochs", "20", "--seeds", "1", "--report", "report.html"];
    const { code, stdout } = await cli("compare", ...SMALL, ...flags);
    expect(code).toBe(1);
    expect(stdout).toContain("1 of 2 runs failed or gave numbers that are not finite");
    expect(readdirSync(folder)).toEqual(["report.html"]);
  });

  test("goes on by the same command, after a kill and after Ctrl-C, to the same results", async () => {
    const flags = [
      "--vary",
      "dropout=0,0.5",
      "--parallel",
      "1",
      "--epochs",
      "40",
      "--seeds",
      "4",
      "--report",
      "report.html",
    ];
    const command = ["compare", ...SMALL, ...flags, "--json"];
    const whole = await cli(...command);
    expect(readdirSync(folder)).toEqual(["report.html"]);
    const killed = start(...command);
    await lineOf(killed.child, "2/8 ");
    killed.child.kill("SIGKILL");
    await killed.ended;
    const stopped = start(...command);
    await lineOf(stopped.child, "4/8 ");
    stopped.child.kill("SIGINT");
    const { code, stderr } = await stopped.ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^[23] of 8 runs were done before\.\n/);
    expect(stderr).toMatch(/\d of 8 runs are kept in .*report-[\da-f]{8}\.unfinished\. Go on: the same command\.\n$/);
    const last = await cli(...command);
    expect(last.stderr).toMatch(/^[4-7] of 8 runs were done before\.\n/);
    const results = ({ stdout }: { stdout: string }) => {
      const { runs, effects, conclusions }: Study = JSON.parse(stdout);
      return { effects, conclusions, tests: runs.map(({ test }) => test) };
    };
    expect(results(last)).toEqual(results(whole));
    expect(readdirSync(folder)).toEqual(["report.html"]);
  });

  test("keeps its runs in a folder that is named, and refuses that of another study", async () => {
    const flags = [
      ...SMALL,
      "--vary",
      "dropout=0,0.5",
      "--seeds",
      "1",
      "--report",
      "report.html",
      "--checkpoint",
      "study",
    ];
    await cli("compare", ...flags, "--epochs", "1");
    const again = await cli("compare", ...flags, "--epochs", "1");
    expect(again.stderr).toBe("2 of 2 runs were done before.\n");
    expect(again.stdout).toMatch(/^2 runs in .*, 2 of them before\. Report: /m);
    const other = await cli("compare", ...flags, "--epochs", "2");
    expect(other.code).toBe(2);
    expect(other.stderr).toMatch(
      /compare: checkpoint: expected the folder of this study, received study, of another: .*epochs: 1 there, 2 here/,
    );
  });

  test("on another backend it is another study: a folder that nobody named is not refused", async () => {
    const flags = ["compare", ...SMALL, "--vary", "dropout=0,0.5", "--seeds", "1", "--epochs", "1"];
    const asked = [...flags, "--parallel", "1", "--report", join(folder, "report.html"), "--json"];
    const { child, ended } = start(...asked);
    await lineOf(child, "1/2 ");
    child.kill("SIGINT");
    expect((await ended).stderr).toMatch(/1 of 2 runs are kept in .*\.unfinished/);
    const other = await cli(...asked, "--backend", "reference");
    expect(other.code).toBe(0);
    expect(JSON.parse(other.stdout).environment.backend).toBe("reference, one thread a run");
    expect((await cli(...asked)).stderr).toMatch(/^1 of 2 runs was done before\.$/m);
  });

  test("ends within seconds of an interrupt, with a report of what is finished", async () => {
    const flags = ["--vary", "dropout=0,0.5", "--parallel", "1", "--epochs", "300", "--seeds", "1000"];
    const { child, ended } = start("compare", ...SMALL, ...flags, "--report", "report.html", "--json");
    await lineOf(child, "2/2000 ");
    child.kill("SIGINT");
    const { code, stdout } = await ended;
    expect(code).toBe(1);
    const study: Study = JSON.parse(stdout);
    expect(study.runs).toHaveLength(2000);
    expect(study.runs.filter(({ test }) => test !== undefined).length).toBeGreaterThanOrEqual(2);
    expect(study.runs.at(-1)?.failure).toBe("interrupted before it began");
    expect(readdirSync(folder)).toEqual([expect.stringMatching(/^report-[\da-f]{8}\.unfinished$/), "report.html"]);
  });

  test("counts a run whose test loss is no number as failed", async () => {
    const flags = ["--vary", "learning-rate=0.01,1e30", "--epochs", "1", "--seeds", "1", "--json", "--report"];
    const { code, stdout } = await inProcess("compare", ...SMALL, ...flags, join(folder, "report.html"));
    expect(code).toBe(1);
    const [good, bad] = JSON.parse(stdout).runs;
    expect([good.failure, bad.failure]).toEqual([
      undefined,
      expect.stringContaining("diverged: the loss was NaN for 1 step in a row, up to the end of the last epoch"),
    ]);
    expect(bad).not.toHaveProperty("test");
  });

  test("keeps the networks that are finished when the study of initial weights is interrupted", async () => {
    const flags = ["--depth", "3", "--width", "8", "--epochs", "1", "--train-size", "100", "--parallel", "1"];
    const report = ["--report", join(folder, "report.html")];
    const { code, stdout } = await interruptedAt("2/24", "compare", "initialization", ...flags, ...report);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^Initial weights .*\nInterrupted: 2 of 24 networks were trained\.\n/);
    expect(stdout).toContain("2 of 24 networks in ");
    expect(readFileSync(join(folder, "report.html"), "utf8")).toContain("Interrupted: 2 of 24 networks were trained.");
    const again = await inProcess("compare", "initialization", ...flags, ...report);
    expect([again.code, readdirSync(folder)]).toEqual([0, ["report.html"]]); // the same command does the other 22
    expect(again.stdout).toContain("24 of 24 networks in ");
  });

  test("reports the results all the same where the report cannot be written in the end", async () => {
    const report = join(folder, "report.html");
    const flags = [...SMALL, "--vary", "dropout=0,0.5", "--epochs", "1", "--seeds", "1", "--report", report];
    for (const json of [[], ["--json"]]) {
      const spoil = (text: string) =>
        /^(1\/2|2 of 2 runs were done before)/.test(text) && mkdirSync(report, { recursive: true });
      const { code, stdout, stderr } = await inProcessWith({ spoil }, "compare", ...flags, ...json);
      rmSync(report, { recursive: true });
      expect(code).toBe(1);
      expect(stderr).toMatch(/report\.html: expected a file that can be written/);
      expect(stderr).toMatch(/2 of 2 runs are kept in .*\. Go on: the same command\.$/m); // which does not train again
      if (json.length === 0) expect(plain(stdout)).toMatch(/^dropout 0\.5 +\d+\.\d\d %/m);
      else expect(JSON.parse(stdout)).toMatchObject({ runs: [{}, {}], error: { kind: "run" } });
    }
  });
});

describe("fewer samples than a batch by default", { timeout: PATIENCE }, () => {
  const TWENTY = ["--train-size", "20", "--test-size", "10", "--epochs", "1"];
  const inside = async (args: string[]) => {
    const [out, err]: [string[], string[]] = [[], []];
    const host: Host = {
      out: (text) => out.push(text),
      err: (text) => err.push(text),
      terminal: undefined,
      env: {},
      platform: "linux",
      home: folder,
      width: 80,
      colors: pc.createColors(false),
      outColors: pc.createColors(false),
      signal: new AbortController().signal,
    };
    return { code: await run(args, host), out, err };
  };

  test.each([
    ["train", ["train", "--model", "mlp", "--hidden", "4", ...TWENTY]],
    ["explain step", ["explain", "step", "--model", "mlp", "--train-size", "20"]],
  ])("%s takes them as one batch", async (_, args) => {
    const { code, err } = await inside([...args, "--json"]);
    expect(err.join("\n")).not.toContain("batchSize");
    expect(code).toBe(0);
  });

  test("an experiment takes them as one batch too", async () => {
    const report = join(folder, "report.html");
    const rows = join(folder, "runs.csv");
    const flags = [...TWENTY, "--validation-size", "10", "--seeds", "2"];
    const reports = ["--report", report, "--report", rows, "--json"];
    const { code, out } = await inside(["compare", "optimizers", "--hidden", "4", ...flags, ...reports]);
    expect(code).toBe(0);
    const command = `evenkeel compare optimizers --hidden 4 ${TWENTY.join(" ")} --validation-size 10 --seeds 2`;
    expect(JSON.parse(out.join(""))).toMatchObject({ base: { batchSize: 20 }, command, reports: [report, rows] });
    expect(readFileSync(report, "utf8")).toContain(command);
    expect(readFileSync(rows, "utf8")).toMatch(/^variant,seed,optimizer,/);
  });

  test("a batchSize that is given is refused in words of the recipe", async () => {
    const { code, err } = await inside(["train", ...TWENTY, "--batch-size", "21"]);
    expect(code).toBe(2);
    expect(err.join("\n")).toContain("recipe: batchSize: expected at most 20, the number of samples, received 21.");
  });
});

describe("wrong use", { timeout: PATIENCE }, () => {
  test.each<[string, string[], RegExp]>([
    ["an unknown command", ["tran"], /unknown command 'tran'\n\(Did you mean train\?\)/],
    ["an unknown flag", ["train", "--epoch", "3"], /unknown option '--epoch'\n\(Did you mean --epochs\?\)/],
    ["a flag of another tool", ["train", "--lr", "0.1"], /option '--lr'\n\(Did you mean --learning-rate\?\)\n$/],
    ["the same, with =", ["compare", "--batch_size=9"], /option '--batch_size=9'\n\(Did you mean --batch-size\?\)\n$/],
    ["its British spelling", ["train", "--optimiser", "adam"], /\(Did you mean --optimizer\?\)\n$/],
    ["a flag like no other", ["train", "--quux", "1"], /option '--quux'\n$/],
    ["a flag without its value", ["train", "--epochs"], /argument missing/],
    ["a surplus argument", ["list", "layers"], /too many arguments/],
    [
      "a value out of range",
      ["train", "--dropout", "1.5"],
      /^evenkeel: --dropout: expected a number in \[0, 1\), received 1\.5\.\n$/,
    ],
    [
      "a broken number",
      ["train", "--epochs", "three"],
      /^evenkeel: --epochs: expected a whole number of at least 1, received "three"\.\n$/,
    ],
    ["an unknown value", ["train", "--optimizer", "adm"], /received "adm"\. Did you mean adam\?\n$/],
    [
      "a wrong schedule",
      ["train", "--schedule", "cosine"],
      /expected "none", "exponential:FACTOR" with a factor above 0, "plateau:FACTOR".*, received "cosine"\. Did you mean cosineDecay\?\n$/,
    ],
    [
      "half a thread",
      ["train", "--threads", "0.5"],
      /--threads: expected a whole number from 1 to 256, received 0\.5\./,
    ],
    [
      "a batch larger than the data",
      ["train", ...SMALL, "--batch-size", "101"],
      /batchSize: expected at most 100, the number of samples, received 101\. Use a batchSize of at most 100/,
    ],
    [
      "a recipe that is missing",
      ["train", "absent.json"],
      /^evenkeel: absent\.json: expected a JSON file, received ENOENT/,
    ],
    [
      "an unknown experiment",
      ["compare", "dropot"],
      /expected experiment .*received "dropot"\. Did you mean dropout\?/,
    ],
    [
      "nothing to compare",
      ["compare"],
      /expected an experiment, or --vary key=values, received neither\. Try evenkeel/,
    ],
    [
      "a single variant",
      ["compare", "--vary", "dropout=0.5"],
      /at least two variants, received 1\. Give a key at least two values, such as --vary dropout=0,0\.5/,
    ],
    ["an unknown key to vary", ["compare", "--vary", "dropuot=0,0.5"], /received "dropuot"\. Did you mean dropout\?/],
    [
      "a key of every object",
      ["compare", "--vary", "constructor=0,0.5"],
      /expected key data, .* received "constructor"/,
    ],
    ["nothing to vary", ["compare", "--vary", "dropout"], /--vary: expected key=value,value, received dropout\./],
    [
      "a wrong value to vary",
      ["compare", "--vary", "dropout=0,1"],
      /--vary dropout: expected a number in \[0, 1\), received 1\./,
    ],
    [
      "a report in another form",
      ["compare", "dropout", "--report", "study.md", "--report", "study.pdf"],
      /^evenkeel: --report: expected a file that ends in \.html or \.md or \.csv or \.json, received study\.pdf\.\n$/,
    ],
    ["one value to vary", ["compare", "--vary", "dropout=0"], /expected at least two variants, received 1\./],
    [
      "no seed",
      ["compare", "dropout", "--seeds", "0"],
      /--seeds: expected a whole number from 1 to 10,000, received 0\./,
    ],
    [
      "seeds without end",
      ["compare", "dropout", "--seeds", "1e9"],
      /--seeds: expected .* to 10,000, received 1000000000/,
    ],
    ["samples without end", ["train", "--train-size", "1e12"], /--train-size: expected .* to 1,000,000, received/],
    ["threads without end", ["train", ...SMALL, "--threads", "1e6"], /--threads: expected .* to 256, received 1000000/],
    ["layers without end", ["train", "--model", "resnet", "--depth", "6002"], /--depth: expected .* to 1,202/],
    [
      "an experiment",
      ["explain", "initialisation"],
      /received "initialisation", an experiment\. Run it: evenkeel compare initialization\./,
    ],
    ["layers for sequences", ["explain", "LSTM"], /received "LSTM"\. There are no layers for sequences yet/],
    ["an unknown name to explain", ["explain", "dropot"], /received "dropot"\. Did you mean dropout\?/],
  ])("%s: exit code 2, a message, no stack trace", async (_, args, text) => {
    const { code, stdout, stderr } = await inProcess(...args);
    expect(stderr).toMatch(text);
    expect(stderr).not.toMatch(STACK);
    expect([code, stdout]).toEqual([2, ""]);
  });

  test("ends a process with exit code 2, nothing on standard output, and nothing written", async () => {
    for (const args of [["tran"], ["train", "--epoch", "3"], ["compare", "dropout", "--dropout", "1"]]) {
      const { code, stdout, stderr } = await cli(...args);
      expect([code, stdout]).toEqual([2, ""]);
      expect(stderr).not.toMatch(STACK);
      expect(readdirSync(folder)).toEqual([]);
    }
  });

  test("--verbose says where the error was thrown", async () => {
    const { code, stderr } = await inProcess("train", "--dropout", "1.5", "--verbose");
    expect(code).toBe(2);
    expect(stderr).toMatch(/^evenkeel: --dropout: expected/);
    expect(stderr).toMatch(STACK);
  });

  test("--json gives the error as the one document", async () => {
    const value = await inProcess("train", "--dropout", "1.5", "--json");
    expect(value.code).toBe(2);
    expect(JSON.parse(value.stdout)).toEqual({
      error: { kind: "usage", message: "--dropout: expected a number in [0, 1), received 1.5." },
    });
    const flag = await inProcess("train", "--epoch", "3", "--json");
    expect(JSON.parse(flag.stdout)).toMatchObject({
      error: { kind: "usage", message: expect.stringContaining("--epoch") },
    });
    const data = await inProcess("train", "--data", "mnist", "--data-dir", "absent", "--json");
    expect(data.code).toBe(1);
    expect(JSON.parse(data.stdout)).toMatchObject({ error: { kind: "run" } });
  });
});

/** Runs the command line in the test's own folder. */
function cli(...args: string[]): Promise<Ended> {
  return runNode([MAIN, ...args], { cwd: folder, env: ENV });
}

/** Runs the command line here: as `cli`, without the start of a process. */
function inProcess(...args: string[]): Promise<Ended> {
  return inProcessWith({}, ...args);
}

/** The same, interrupted when a line of progress begins so. */
function interruptedAt(line: string, ...args: string[]): Promise<Ended> {
  const controller = new AbortController();
  const spoil = (text: string) => text.startsWith(line) && controller.abort();
  return inProcessWith({ spoil, signal: controller.signal }, ...args);
}

/** The same; `spoil` sees each line of progress. */
async function inProcessWith(
  { spoil = () => {}, signal = new AbortController().signal }: { spoil?(text: string): void; signal?: AbortSignal },
  ...args: string[]
): Promise<Ended> {
  let [stdout, stderr] = ["", ""];
  const host: Host = {
    out: (text) => {
      stdout += `${text}\n`;
    },
    err: (text) => {
      stderr += `${text}\n`;
      spoil(text);
    },
    terminal: undefined,
    colors: pc.createColors(false),
    outColors: pc.createColors(false),
    ...{ width: 100, env: {}, platform: process.platform, home: folder },
    signal,
  };
  return { code: await run(args, host), stdout, stderr };
}

/** Starts the command line in the test's own folder. */
function start(...args: string[]): { child: ChildProcess; ended: Promise<Ended> } {
  return startNode(MAIN, ...args);
}

function startNode(...args: string[]): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, args, { cwd: folder, env: { ...process.env, ...ENV } });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (text) => {
    stdout += text;
  });
  child.stderr?.on("data", (text) => {
    stderr += text;
  });
  return { child, ended: new Promise((resolve) => child.on("close", (code) => resolve({ code, stdout, stderr }))) };
}

/** Waits until a text was printed on standard error. */
function lineOf(child: ChildProcess, text: string): Promise<void> {
  let seen = "";
  return new Promise((resolve, reject) => {
    child.stderr?.on("data", (some) => {
      seen += some;
      if (seen.includes(text)) resolve();
    });
    child.on("close", () => reject(new Error(`it ended without ${text}:\n${seen}`)));
  });
}

function done(stdout: string): Ended {
  return { code: 0, stdout, stderr: "" };
}

/** No-break spaces as plain ones. */
function plain(text: string): string {
  return text.replaceAll("\u00a0", " ");
}
