import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import files from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import pc from "picocolors";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { loadRun } from "../../saved/load-run.ts";
import type { Host } from "../host.ts";
import { run } from "../run.ts";

const RECIPE = {
  data: "moons",
  model: "sequential([twice(), dense(4), relu(), dense(2)])",
  trainSize: 40,
  validationSize: 10,
  testSize: 10,
  batchSize: 10,
};
const LIBRARY = pathToFileURL(join(import.meta.dirname, "../../index.ts")).href;
const MODULE = `
  import { defineLayer } from ${JSON.stringify(LIBRARY)};
  const twice = defineLayer({ name: "twice", summary: "s", source: "s", options: {}, forward: (x) => x.mul(2) });
  export default { ...${JSON.stringify(RECIPE)}, use: [twice] };
`;
const PLAIN = ["--data", "moons", "--model", "sequential([dense(4), relu(), dense(2)])", "--train-size", "40"].concat([
  "--validation-size",
  "10",
  "--test-size",
  "10",
  "--batch-size",
  "10",
]);

let folder: string;
let said: { out: string[]; err: string[] };
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "evenkeel-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs a command in this process. */
async function cli(...args: string[]): Promise<number> {
  said = { out: [], err: [] };
  const colors = pc.createColors(false);
  const host: Host = {
    out: (text) => said.out.push(text),
    err: (text) => said.err.push(text),
    terminal: undefined,
    colors,
    outColors: colors,
    width: 200,
    env: {},
    platform: "test",
    home: folder,
    signal: new AbortController().signal,
  };
  return run(args[0] === "export" ? args : [...args, "--threads", "1"], host);
}

const at = (...names: string[]) => join(folder, ...names);
const checkpoints = (name: string) => readdirSync(at(name)).filter((file) => file.endsWith(".evenkeel"));
const rows = (name: string) => readFileSync(at(name), "utf8").trim().split("\n");

describe("a run of a module with tricks of one's own", () => {
  beforeEach(() => writeFileSync(at("mine.mjs"), MODULE));

  test("goes on again and again, in its log too, with the bits of one run", async () => {
    expect(await cli("train", at("mine.mjs"), "--epochs", "3", "--checkpoint", at("whole"))).toBe(0);
    const begun = ["train", at("mine.mjs"), "--epochs", "3", "--max-steps", "3", "--checkpoint", at("run")];
    expect(await cli(...begun, "--log", at("log"))).toBe(0);
    expect(await cli("resume", at("run"), "--max-steps", "6")).toBe(0);
    expect(await cli("resume", at("run"), "--epochs", "3")).toBe(0);
    expect(rows("log/steps.jsonl").map((row) => JSON.parse(row).step)).toEqual(
      Array.from({ length: 12 }, (_, i) => i + 1),
    );
    expect(rows("log/epochs.jsonl")).toHaveLength(3);
    const { use } = (await import(pathToFileURL(at("mine.mjs")).href)).default;
    const [whole, parts] = ["whole", "run"].map((name) => loadRun(at(name, "000000012.evenkeel"), { use }));
    expect((await parts).state).toEqual((await whole).state);
  });

  test("whose module is elsewhere is told to name it, and goes on with it", async () => {
    await cli("train", at("mine.mjs"), "--epochs", "2", "--checkpoint", at("run"));
    renameSync(at("mine.mjs"), at("moved.mjs"));
    expect(await cli("resume", at("run"), "--epochs", "3")).toBe(2);
    expect(said.err.join("\n")).toMatch(
      /the module with the tricks of this run, received no such file.*train MODULE --resume/,
    );
    expect(await cli("train", at("moved.mjs"), "--resume", at("run"), "--epochs", "3")).toBe(0);
    expect(await cli("resume", at("run"), "--epochs", "4")).toBe(0);
  });
});

describe("a file of a run", () => {
  beforeEach(async () => {
    const keeping = ["--checkpoint", at("run"), "--every", "3steps", "--keep", "9", "--log", at("log")];
    await cli("train", ...PLAIN, "--epochs", "2", ...keeping, "--save", at("run.saved"));
  });

  test("that is finished says so before anything is trained", async () => {
    expect(await cli("resume", at("run", "000000008.evenkeel"))).toBe(0);
    expect(said.out.join("\n")).toMatch(/^The run is finished, after 2 epochs \(8 steps\)/);
  });

  test("that is the newest goes on in its folder", async () => {
    expect(await cli("resume", at("run", "000000008.evenkeel"), "--epochs", "3")).toBe(0);
    expect(checkpoints("run").at(-1)).toBe("000000012.evenkeel");
  });

  test("that is an older one branches off, and leaves what its run wrote alone", async () => {
    const [saved, log] = [readFileSync(at("run.saved")), rows("log/steps.jsonl")];
    expect(await cli("resume", at("run", "000000003.evenkeel"), "--epochs", "3")).toBe(0);
    expect(said.err.join("\n")).toContain("branches off there, and is not saved without --save FILE");
    expect(checkpoints("run").at(-1)).toBe("000000008.evenkeel");
    expect([readFileSync(at("run.saved")), rows("log/steps.jsonl")]).toEqual([saved, log]);
    const branch = ["--epochs", "3", "--save", at("branch.evenkeel")];
    expect(await cli("resume", at("run", "000000003.evenkeel"), ...branch)).toBe(0);
    expect((await loadRun(at("branch.evenkeel"))).steps).toBe(12);
  });
});

test("more steps than the epochs have name --epochs, before training and after it", async () => {
  await cli("train", ...PLAIN, "--epochs", "2", "--checkpoint", at("run"));
  expect(await cli("resume", at("run"), "--max-steps", "100")).toBe(2);
  expect(said.err.join("\n")).toMatch(/expected more epochs than the 2 .*--epochs/);
  await cli("train", ...PLAIN, "--epochs", "2", "--max-steps", "100", "--checkpoint", at("other"));
  expect(said.out.join("\n")).toContain("Ended by its 2 epochs, before 100 steps: --epochs N allows more");
});

test("what is refused is not kept: the run goes on as it was begun", async () => {
  await cli("train", ...PLAIN, "--epochs", "2", "--checkpoint", at("run"));
  const before = ["recipe.json", "command.json"].map((name) => readFileSync(at("run", name), "utf8"));
  expect(await cli("resume", at("run"), "--epochs", "3", "--batch-size", "5", "--keep", "1")).toBe(2);
  expect(["recipe.json", "command.json"].map((name) => readFileSync(at("run", name), "utf8"))).toEqual(before);
  expect(await cli("resume", at("run"), "--epochs", "3")).toBe(0);
  const refused = ["--scaling", "none", "--class-weights", "[1, 2, 3]"];
  expect(await cli("train", ...PLAIN, "--checkpoint", at("new"), ...refused)).toBe(2);
  expect(existsSync(at("new", "recipe.json"))).toBe(false);
});

test("another model is a mistake of the command, not damage of the file", async () => {
  await cli("train", ...PLAIN, "--epochs", "2", "--checkpoint", at("run"));
  const model = "sequential([dense(5), relu(), dense(2)])";
  expect(await cli("resume", at("run"), "--epochs", "3", "--model", model)).toBe(2);
  expect(said.err.join("\n")).toMatch(/evenkeel: train: resume: expected the model of the saved run/);
  expect(said.err.join("\n")).not.toContain("damaged");
});

test("what is said of a run that diverged can be done", async () => {
  const diverging = ["--optimizer", "sgd", "--learning-rate", "1e30", "--epochs", "9", "--loss", "crossEntropy"];
  expect(await cli("train", ...PLAIN, ...diverging, "--checkpoint", at("run"))).toBe(1);
  const [, rate] = /evenkeel resume .* --learning-rate (\S+)/.exec(said.out.join("\n")) ?? [];
  expect(rate).toBe("1e+29");
  await cli("resume", at("run"), "--learning-rate", rate ?? "");
  expect(said.err.join("\n")).not.toContain("expected");
  expect(await cli("resume", at("run"), "--learning-rate", "0.01", "--epochs", "12")).toBe(0);
});

test("a run whose end could not be saved says so, with 1, and how to go on", async () => {
  const keeping = ["--checkpoint", at("run"), "--every", "1000epochs"];
  const real = files.rename;
  const rename = vi.spyOn(files, "rename").mockImplementation(async (from, to) => {
    if (/\d{9}\.evenkeel$/.test(String(to))) throw Object.assign(new Error("full"), { code: "ENOSPC" });
    return real(from, to);
  });
  const warned = vi.spyOn(console, "warn").mockImplementation(() => {});
  expect(await cli("train", ...PLAIN, "--epochs", "2", ...keeping)).toBe(1);
  expect(said.err.join("\n")).toMatch(/a checkpoint of the end of the run, step 8, received none.*evenkeel resume/);
  expect(said.out.join("\n")).not.toContain("Saved in");
  rename.mockRestore();
  expect(await cli("resume", at("run"))).toBe(0);
  expect(await cli("resume", at("run"), "--epochs", "3")).toBe(0);
  expect(said.out.join("\n")).toMatch(/Saved in/);
  warned.mockRestore();
});

describe("train --weights", () => {
  beforeEach(() => cli("train", ...PLAIN, "--epochs", "2", "--save", at("before.evenkeel")));
  const begin = (...more: string[]) =>
    cli("train", ...PLAIN, "--epochs", "1", "--weights", at("before.evenkeel"), ...more);

  test("begins with them; --freeze keeps those of a layer, and the others learn", async () => {
    expect(await begin("--freeze", "0.dense", "--save", at("after.evenkeel"))).toBe(0);
    expect(said.out.join("\n")).toContain("Weights: 4 of 4 tensors matched");
    const [before, after] = await Promise.all(["before", "after"].map((name) => loadRun(at(`${name}.evenkeel`))));
    expect(after.weights["0.dense/kernel"]).toEqual(before.weights["0.dense/kernel"]);
    expect(after.weights["2.dense/kernel"]).not.toEqual(before.weights["2.dense/kernel"]);
  });

  test("takes what export writes", async () => {
    expect(await cli("export", at("before.evenkeel"), "--out", at("out/w.safetensors"))).toBe(0);
    expect(await cli("train", ...PLAIN, "--epochs", "1", "--weights", at("out/w.safetensors"))).toBe(0);
    expect(said.out.join("\n")).toContain("Weights: 4 of 4 tensors matched");
  });

  test("says beside --resume that it is not used; a run that goes on does not ask for the file again", async () => {
    expect(await begin("--checkpoint", at("run"))).toBe(0);
    rmSync(at("before.evenkeel"));
    expect(await cli("resume", at("run"), "--epochs", "2")).toBe(0);
    expect(said.err.join("\n")).not.toContain("not used");
    expect(await cli("resume", at("run"), "--epochs", "3", "--weights", "another.evenkeel")).toBe(0);
    expect(said.err.join("\n")).toContain("--weights is not used: a run that goes on has its own weights.");
  });
});

test("a table that has another row is followed, by the scaling of the run", async () => {
  const table = (rows: number) =>
    writeFileSync(
      at("t.csv"),
      `x,y\n${Array.from({ length: rows }, (_, i) => `${i * 1.5},${i % 2 ? "a" : "b"}`).join("\n")}`,
    );
  table(40);
  const begun = ["train", "--data", at("t.csv"), "--target", "y", "--epochs", "1", "--report", at("r.html")];
  expect(await cli(...begun, "--checkpoint", at("run"))).toBe(0);
  table(43);
  expect([await cli("resume", at("run"), "--epochs", "2"), said.err]).toEqual([0, expect.anything()]);
  expect(said.err.join("\n")).toContain("epoch 2/2");
  table(45);
  expect(await cli("resume", at("run"), "--epochs", "3", "--scaling", "scaleToUnit()")).toBe(2);
  expect(said.err.join("\n")).toContain("expected the scaling of the saved run");
});
