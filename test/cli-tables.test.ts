import { execFile, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildDist, type Ended, PATIENCE, ROOT, runNode } from "./dist.ts";

const MAIN = join(ROOT, "dist/bundle/cli.js");
let folder: string;

beforeAll(async () => {
  await buildDist();
  folder = mkdtempSync(join(tmpdir(), "evenkeel-"));
  write("birds.csv", birds(120));
  write("new.csv", birds(30, 7));
  write("flowers.csv", flowers(90));
  write("pixels.csv", pixels(200));
}, PATIENCE);
afterAll(() => rmSync(folder, { recursive: true }));

describe("a table of one's own", { timeout: PATIENCE }, () => {
  test("is trained, judged and predicted in three commands", async () => {
    const train = await cli("train", "--data", "birds.csv", "--target", "species", "--save", "birds.evenkeel");
    expect(train.code).toBe(0);
    const places = ["column ", "Task: ", "Split: ", "Model: mlp", " parameters", "always ", "Report: ", "Saved."].map(
      (part) => train.stdout.indexOf(part),
    );
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(0);
    expect(train.stdout).toMatch(/^island +categorical +2 +.*one-hot +Dream, Biscoe|Biscoe, Dream/m);
    expect(train.stdout).toMatch(/^bill +numeric +\d+ +\d+ +a quantity and a flag/m);
    expect(train.stdout).toMatch(/^ {2}accuracy +\d+\.\d\d % +\d+\.\d\d %$/m);
    expect(readFileSync(join(folder, "reports/birds.html"), "utf8")).toContain("confusion");

    const judged = await cli("evaluate", "birds.evenkeel", "--data", "new.csv", "--report", "new.html");
    expect([judged.code, judged.stdout]).toEqual([0, expect.stringMatching(/^30 rows of new\.csv\n/)]);
    expect(judged.stdout).toMatch(/true \\ predicted +(small +tall|tall +small)\n/);
    const { test: measured, baseline } = JSON.parse(
      (await cli("evaluate", "birds.evenkeel", "--data", "new.csv", "--json")).stdout,
    );
    expect(measured.accuracy).toBeGreaterThan(baseline.accuracy);
    expect(measured.confusionMatrix.flat().reduce((sum: number, count: number) => sum + count)).toBe(30);

    const out = await cli("predict", "birds.evenkeel", "--data", "new.csv", "--keep", "name");
    const [header, ...lines] = out.stdout.trimEnd().split("\n");
    expect(header).toMatch(/^name,predicted_species,probability_(small|tall),probability_(small|tall)$/);
    expect(lines.length).toBe(30);
    expect(lines[1]).toMatch(/^"bird ""1"", the 2nd",(small|tall),[\d.e-]+,[\d.e-]+$/);
    const { predictions } = JSON.parse((await cli("predict", "birds.evenkeel", "--data", "new.csv", "--json")).stdout);
    const exact = await cli("predict", "birds.evenkeel", "--data", "new.csv", "--json", "--backend", "reference");
    const [{ probability }, { probability: rounded }] = [JSON.parse(exact.stdout).predictions[0], predictions[0]];
    expect(probability).toBeCloseTo(rounded, 5);
    expect(predictions.map((each: { class: string }) => each.class)).toEqual(
      lines.map((line) => (/",(\w+),|^[^"]*?,(\w+),/.exec(line) ?? []).slice(1).find(Boolean)),
    );
  });

  test("is predicted without its target, from standard input, for a reader that has seen enough", async () => {
    await cli("train", "--data", "flowers.csv", "--target", "kind", "--epochs", "3", "--save", "flowers.evenkeel");
    const rows = readFileSync(join(folder, "flowers.csv"), "utf8").replaceAll(/,(?:kind|\w)$/gm, "");
    const { code, stdout, stderr } = await withInput(rows, "predict", "flowers.evenkeel", "--data", "-");
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout.split("\n").length).toBe(92);
    const json = '{"length": 1, "width": 2}\n{"length": 8, "width": 9}\n';
    expect((await withInput(json, "predict", "flowers.evenkeel", "--data", "-")).stdout.split("\n").length).toBe(4);
    const line = `"${process.execPath}" "${MAIN}" predict flowers.evenkeel --data flowers.csv 2>errors | head -1`;
    await promisify(execFile)("sh", ["-c", line], { cwd: folder });
    expect(readFileSync(join(folder, "errors"), "utf8")).toBe("");
  });

  test("is predicted while rows come in, and names the line of a bad one", async () => {
    write("two.csv", flowers(30));
    await cli("train", "--data", "two.csv", "--target", "kind", "--epochs", "1", "--save", "two.evenkeel");
    const flags = [MAIN, "predict", "two.evenkeel", "--data", "-", "--json-lines", "--keep", "length"];
    const child = spawn(process.execPath, flags, { cwd: folder, env: { ...process.env, NO_COLOR: "1" } });
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    for (const length of [1, 5]) {
      child.stdin.write(`{"length": ${length}, "width": 2}\n`);
      const { value } = await lines.next(); // before the input ends
      expect(JSON.parse(value)).toMatchObject({ row: { length }, probabilities: {} });
    }
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (piece) => {
      said += piece;
    });
    child.stdin.end('{"length": "long", "width": 2}\n');
    expect(await new Promise((resolve) => child.on("close", resolve))).toBe(1);
    expect(said).toMatch(/standard input: line 3, column length: expected a number, received "long"/);
  });

  test("of many numbers says how its task was guessed, and by which flag it changes", async () => {
    const flags = ["--target", "digit", "--epochs", "2"];
    const { stdout } = await cli("train", "--data", "pixels.csv", ...flags);
    expect(stdout.replaceAll(/\s+/g, " ")).toContain(
      "Task: classification of digit, 4 classes. digit has 4 different whole numbers, which are taken as classes. If they are quantities, give --task regression.",
    );
    const { task, test, baseline, columns, report } = JSON.parse(
      (await cli("train", "--data", "pixels.csv", ...flags, "--task", "regression", "--json")).stdout,
    );
    expect([task, Object.keys(test), Object.keys(baseline)]).toEqual([
      "regression",
      ["loss", "rootMeanSquaredError", "meanAbsoluteError", "r2"],
      ["rootMeanSquaredError", "meanAbsoluteError", "r2"],
    ]);
    expect([columns.length, report]).toEqual([17, expect.stringContaining("pixels.html")]);
  });

  test("is judged on every row by folds", async () => {
    const flags = ["train", "--data", "flowers.csv", "--target", "kind", "--epochs", "2", "--folds", "3"];
    const { code, stdout, stderr } = await cli(...flags);
    expect([code, stderr.match(/^fold \d\/3 {2}30 samples: /gm)?.length]).toEqual([0, 3]);
    expect(stdout).toMatch(/mean +95 % interval +always a\n/);
    expect(stdout).toMatch(/^Model: mlp with 32 and 32 hidden units.*--model/m);
    expect(stdout.replaceAll(/\s+/g, " ")).toContain("± 4.3 standard errors. The folds share training data");
    const { folds, mean, baseline, recipe } = JSON.parse((await cli(...flags, "--json")).stdout);
    expect(recipe).toMatchObject({ model: "mlp", hidden: [32, 32], epochs: 2, batchSize: 51 }); // 9 of 60 validate
    const own = folds.map((fold: { measures: { accuracy: number } }) => fold.measures.accuracy);
    expect(mean.accuracy.mean).toBeCloseTo(own.reduce((sum: number, x: number) => sum + x) / 3, 12);
    expect(baseline.accuracy.mean).toBeCloseTo(1 / 3, 12);
  });
});

test("a model of pictures is judged and predicted by the test set of its data", { timeout: PATIENCE }, async () => {
  const data = "digits({ train: 100, validation: 0, test: 30, seed: 2 })";
  const flags = ["--model", "mlp", "--hidden", "8", "--epochs", "1", "--batch-size", "20", "--save", "d.evenkeel"];
  const { test: known } = JSON.parse((await cli("train", "--data", data, ...flags, "--json")).stdout);
  const judged = JSON.parse((await cli("evaluate", "d.evenkeel", "--data", data, "--json")).stdout);
  expect([judged.part, judged.samples]).toEqual(["test", 30]);
  expect(judged.test).toEqual({
    ...known,
    loss: expect.closeTo(known.loss, 5),
    logLoss: expect.closeTo(known.logLoss, 5),
  });
  const { stdout } = await cli("predict", "d.evenkeel", "--data", data);
  expect(stdout.split("\n").length).toBe(32);
});

describe("bad input is refused with what to do", { timeout: PATIENCE }, () => {
  const rows = (n: number, row: (i: number) => string) => Array.from({ length: n }, (_, i) => row(i)).join("\n");
  const plain = `a,b,y\n${rows(40, (i) => `${i % 7},${i % 5}.5,${i % 2 ? "p" : "q"}`)}\n`;
  beforeAll(() => {
    write("plain.csv", plain);
    write("one.csv", plain.replaceAll(",q", ",p"));
    write("none.csv", "a,b,y\n");
    write("rare.csv", `${plain}1,2.5,once\n`);
    write("half.csv", `${plain}1;2.5;p\n2;3.5;q\n`);
    write("words.csv", `a,y\n${rows(40, (i) => `${i < 20 ? i : `w${i}`},${i % 2 ? "p" : "q"}`)}\n`);
    const wide = `${"1,".repeat(200_000)}p\n${"2,".repeat(200_000)}q\n`;
    write("wide.csv", `${rows(200_000, (i) => `c${i}`).replaceAll("\n", ",")},y\n${wide}`);
    write("other.evenkeel", "no model at all");
    for (const path of ["empty", "table.csv"]) mkdirSync(join(folder, path));
  });

  test.each<[string, number, string[], RegExp]>([
    [
      "a column that is not there",
      2,
      ["--data", "plain.csv", "--target", "z"],
      /expected column a, b, y, received "z"/,
    ],
    ["a table without a target", 2, ["--data", "plain.csv"], /expected --target COLUMN, the column of plain\.csv/],
    ["one class", 1, ["--data", "one.csv", "--target", "y"], /at least two classes .*Choose another target/],
    ["no rows", 1, ["--data", "none.csv", "--target", "y"], /expected at least one row of data, received none/],
    ["too few of a class for folds", 2, ["--data", "rare.csv", "--target", "y", "--folds", "3"], /one of class once/],
    ["more folds than rows", 2, ["--data", "plain.csv", "--target", "y", "--folds", "50"], /from 2 to 40/],
    ["another delimiter half-way", 1, ["--data", "half.csv", "--target", "y"], /line 42: expected 3 cells.*";"/],
    ["words half-way", 1, ["--data", "words.csv", "--target", "y"], /line 22, column a: expected a number.*"w20"/],
    ["200,000 columns", 2, ["--data", "wide.csv", "--target", "y"], /0\.15 of 2 samples/],
    ["a folder without images", 1, ["--data", "./empty"], /a folder for each class/],
    ["a missing file", 1, ["--data", "absent.csv", "--target", "y"], /no such file or folder/],
    ["a folder as a table", 1, ["--data", "table.csv", "--target", "y"], /received a folder/],
    ["an expression that never ends", 2, ["--model", "sequential([dense("], /Close the \( of line 1/],
    ["flags that contradict", 2, ["--optimizer", "adam({ learningRate: 1 })", "--learning-rate", "2"], /learningRate/],
    ["a flag of elsewhere", 2, ["--data", "plain.csv", "--lr", "1"], /Did you mean --learning-rate\?/],
  ])("train: %s", async (_, code, flags, message) => {
    const ended = await cli("train", ...flags);
    expect([ended.code, ended.stderr]).toEqual([code, expect.stringMatching(message)]);
    expect(ended.stderr).toMatch(/^evenkeel: |^error: /m);
  });

  test.each<[string, number, string[], RegExp]>([
    ["a missing model", 1, ["absent.evenkeel", "--data", "new.csv"], /no such file or folder/],
    ["a file that is no model", 1, ["other.evenkeel", "--data", "new.csv"], /damaged or of another kind/],
    ["no data", 2, ["birds.evenkeel"], /--data: expected the data, such as --data new\.csv/],
    ["a table of other columns", 2, ["birds.evenkeel", "--data", "plain.csv"], /received (a, b, y|"species")/],
    ["data that are no table", 2, ["birds.evenkeel", "--data", "digits"], /expected a table.*read by digits/],
    ["a set of a table", 2, ["birds.evenkeel", "--data", "new.csv", "--part", "test"], /Leave --part out/],
  ])("evaluate and predict: %s", async (_, code, flags, message) => {
    for (const command of ["evaluate", "predict"]) {
      const ended = await cli(command, ...flags);
      expect([ended.code, ended.stdout, ended.stderr]).toEqual([code, "", expect.stringMatching(message)]);
    }
  });

  test("evaluate: a class that the model does not know, with its line", async () => {
    write("unknown.csv", readFileSync(join(folder, "new.csv"), "utf8").replace(/,tall$/m, ",huge"));
    const { code, stderr } = await cli("evaluate", "birds.evenkeel", "--data", "unknown.csv");
    expect([code, stderr]).toEqual([1, expect.stringMatching(/line \d+, column species: expected a class .*"huge"/)]);
  });

  test("a cell of 2 MB is a word like others", async () => {
    write(
      "cell.csv",
      `${plain}1,2.5,p\n`
        .replace("a,b,y\n", `note,a,b,y\n${"x".repeat(2e6)},1,2.5,p\n`)
        .replaceAll(/\n(?=\d)/g, "\nn,"),
    );
    const { code, stdout } = await cli("train", "--data", "cell.csv", "--target", "y", "--epochs", "1");
    expect([code, stdout.length < 10_000]).toEqual([0, true]);
  });
});

/** Words, missing values, quotes, and a byte order mark. The species follows from the bill. */
function birds(rows: number, start = 0): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const tall = (i + start) % 3 === 0;
    const bill = i % 11 === 5 ? "NA" : `${(tall ? 50 : 38) + ((i * 37) % 60) / 10}`;
    return `"bird ""${i}"", the ${i + 1}nd",${i % 2 ? "Dream" : "Biscoe"},${bill},${i % 13 === 4 ? "" : 170 + ((i * 7) % 40)},${tall ? "tall" : "small"}`;
  });
  return `\uFEFFname,island,bill,flipper,species\r\n${lines.join("\r\n")}\r\n`;
}

function flowers(rows: number): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const kind = i % 3;
    return `${(kind * 2 + ((i * 29) % 10) / 10).toFixed(1)},${(5 - kind + ((i * 17) % 10) / 10).toFixed(1)},${"abc"[kind]}`;
  });
  return `length,width,kind\n${lines.join("\n")}\n`;
}

/** 16 pixels, of which four light up by the digit. */
function pixels(rows: number): string {
  const header = [...Array.from({ length: 16 }, (_, k) => `p${k}`), "digit"].join(",");
  const lines = Array.from({ length: rows }, (_, i) => {
    const digit = i % 4;
    return [...Array.from({ length: 16 }, (_, k) => (k % 4 === digit ? 12 : 0) + ((i * (k + 3)) % 5)), digit].join(",");
  });
  return `${header}\n${lines.join("\n")}\n`;
}

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

function cli(...args: readonly string[]): Promise<Ended> {
  return runNode([MAIN, ...args], { cwd: folder, env: { NO_COLOR: "1" } });
}

function withInput(text: string, ...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [MAIN, ...args], { cwd: folder, env: { ...process.env, NO_COLOR: "1" } });
    const said = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"] as const)
      child[stream].setEncoding("utf8").on("data", (piece) => {
        said[stream] += piece;
      });
    child.on("close", (code) => resolve({ code, ...said }));
    child.stdin.end(text);
  });
}
