import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pc from "picocolors";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { playedDevice } from "../../../test/played-device.ts";
import { openDevice } from "../../backend/open.ts";
import type { Host } from "../host.ts";
import { run } from "../run.ts";

vi.mock(import("../../backend/open.ts"), { spy: true });
vi.spyOn(console, "warn").mockImplementation(() => {});

let folder: string;
let model: string;
let table: string;
let said: { out: string[]; err: string[] };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "evenkeel-"));
  [model, table] = [join(folder, "model.evenkeel"), join(folder, "birds.csv")];
  const rows = Array.from({ length: 60 }, (_, i) => `${i % 7},${(i * 3) % 5},${i % 2 === 0 ? "small" : "tall"}`);
  writeFileSync(table, ["a,b,species", ...rows].join("\n"));
  said = { out: [], err: [] };
  const flags = [
    "--target",
    "species",
    "--model",
    "mlp",
    "--hidden",
    "4",
    "--epochs",
    "1",
    "--threads",
    "1",
    "--save",
    model,
  ];
  expect(await cli("train", "--data", table, ...flags)).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  said = { out: [], err: [] };
});
afterEach(() => vi.unstubAllGlobals());

function cli(...args: string[]) {
  const colors = pc.createColors(false);
  const host: Host = {
    out: (text) => said.out.push(text),
    err: (text) => said.err.push(text),
    terminal: undefined,
    colors,
    outColors: colors,
    width: 80,
    env: {},
    platform: "test",
    home: folder,
    signal: new AbortController().signal,
  };
  return run(args, host);
}
const told = () => said.err.filter((line) => line.startsWith("Computed by "));
/** A browser without a GPU. */
const withoutAdapter = () =>
  vi.stubGlobal("navigator", { gpu: { requestAdapter: async () => null }, hardwareConcurrency: 1 });
const NO_GPU = /^(Computed by )?wasm, .* \(auto: no GPU: expected an adapter/;

test.each(["evaluate", "predict"])(
  "%s says what auto has taken, beside its results and in the JSON of them",
  async (name) => {
    const asked = [name, model, "--data", table];
    withoutAdapter();
    expect(await cli(...asked, "--backend", "auto")).toBe(0);
    expect(told()).toEqual([expect.stringMatching(NO_GPU)]);
    expect(said.out.join()).not.toContain("Computed by");
    said.out = [];
    await cli(...asked, "--backend", "auto", "--json");
    expect(JSON.parse(said.out.join()).backend).toMatch(NO_GPU);
  },
);

test.each(["evaluate", "predict"])("%s says nothing of what is usual, but in its JSON", async (name) => {
  await cli(name, model, "--data", table, "--json");
  expect(told()).toEqual([]);
  expect(JSON.parse(said.out.join()).backend).toMatch(/^wasm, \d+ thread/);
});

test("evaluate has it on its page, and not among its measures", async () => {
  const page = join(folder, "page.html");
  await cli("evaluate", model, "--data", table, "--backend", "reference", "--report", page, "--json");
  const { test: measured, backend } = JSON.parse(said.out.join());
  expect([backend, "backend" in measured]).toEqual(["reference, float64", false]);
  expect(readFileSync(page, "utf8")).toContain("saved model, reference, float64");
});

test("predict names both where the GPU of auto is lost on the way", async () => {
  const long = join(folder, "long.csv");
  writeFileSync(long, ["a,b", ...Array.from({ length: 5000 }, (_, i) => `${i % 7},${i % 5}`)].join("\n"));
  const card = "webgpu, a card (auto: a step takes 1 ms)";
  const gpu = await playedDevice(card, 3);
  const asked = ["predict", model, "--data", long, "--backend", "auto"];
  vi.mocked(openDevice).mockResolvedValueOnce(gpu);
  withoutAdapter();
  await cli(...asked, "--json");
  const { backend, predictions } = JSON.parse(said.out.join());
  expect(predictions).toHaveLength(5000);
  expect(backend).toMatch(/^webgpu, a card \(.*\), then wasm, 1 thread.* \(auto: webgpu, a card .* was lost\)$/);
});
