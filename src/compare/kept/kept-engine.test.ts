import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { playedDevice } from "../../../test/played-device.ts";
import { points } from "../../../test/small-runs.ts";
import { type DeviceOptions, openDevice } from "../../backend/open.ts";
import { rowsOf } from "../../files/journal.ts";
import { dense } from "../../model/layers/dense.ts";
import { sequential } from "../../model/layers/sequential.ts";
import { type CompareOptions, compare } from "../compare.ts";

vi.mock(import("../../backend/open.ts"), { spy: true });
const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
const { openDevice: open } = await vi.importActual<typeof import("../../backend/open.ts")>("../../backend/open.ts");

let folder: string;
/** What stands for the GPU of this machine; undefined where there is none. */
let card: string | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "evenkeel-engine-"));
  card = "webgpu, a card";
  warn.mockClear();
  vi.stubGlobal("navigator", { gpu: { requestAdapter: async () => null }, hardwareConcurrency: 1 }); // no other GPU
  vi.mocked(openDevice).mockClear();
  vi.mocked(openDevice).mockImplementation(async (options: DeviceOptions = {}) =>
    options.backend === "webgpu" && card !== undefined ? playedDevice(card) : open(options),
  );
});
afterEach(() => {
  vi.unstubAllGlobals();
  return rm(folder, { recursive: true });
});

const OPTIONS: CompareOptions = {
  data: points(40, { validation: 8, test: 8 }, 0.2),
  model: ({ units }) => sequential([dense(units as number), dense(3)]),
  base: { epochs: 1, batchSize: 8 },
  vary: { units: [2, 4] },
  seeds: 2,
  parallel: 1,
};
const kept = (options: CompareOptions) => compare({ ...OPTIONS, checkpoint: folder, ...options });
const said = () => warn.mock.calls.flat().filter((line) => line.includes("its last bits"));
const engines = async () =>
  rowsOf(await readFile(join(folder, "runs.jsonl"), "utf8")).rows.flatMap((row) => {
    const { kind, engine } = row as { kind: string; engine?: string };
    return kind === "study" ? [engine] : [];
  });

test("auto goes on with what the runs of a folder were computed by", async () => {
  await kept({ backend: "reference", seeds: 1 });
  const study = await kept({ backend: "auto" });
  expect(study.doneBefore).toBe(2);
  expect(study.environment.backend).toBe("reference, one thread a run (auto: as it was begun)");
  expect(study.command).toBeUndefined();
  expect(said()).toEqual([]);
  card = undefined;
  expect((await kept({ backend: "auto" })).doneBefore).toBe(4);
});

test("auto is refused in words where what they were computed by is not here", async () => {
  await kept({ backend: "webgpu", seeds: 1 });
  card = undefined;
  await expect(kept({ backend: "auto" })).rejects.toThrow(
    /^compare: checkpoint: expected the folder of this study, received .*, of another: backend: "webgpu" there, "wasm" here\./,
  );
});

test("a study that goes on on another GPU says so, and names both", async () => {
  await kept({ backend: "webgpu", seeds: 1 });
  card = "webgpu, another card";
  const done = await kept({ backend: "webgpu", seeds: 1 });
  expect(done.environment.backend).toBe("webgpu, a card"); // nothing was left to compute
  expect(said()).toEqual([]);
  const more = await kept({ backend: "webgpu" });
  expect(more.environment.backend).toBe("webgpu, a card, then webgpu, another card");
  expect(said()).toEqual([
    "evenkeel: The study was computed by webgpu, a card, and goes on by webgpu, another card: its last bits are not those of a study that stayed there.",
  ]);
  card = "webgpu, a third card";
  expect((await kept({ backend: "webgpu" })).environment.backend).toBe(more.environment.backend);
  expect(await engines()).toEqual(["webgpu, a card", "webgpu, a card, then webgpu, another card"]);
});

test("networks are measured on the training set by what trained them", async () => {
  const study = await compare({ ...OPTIONS, seeds: 1, measureTraining: true, backend: "webgpu" });
  expect(study.runs.every(({ trained }) => trained !== undefined)).toBe(true);
  const asked = vi.mocked(openDevice).mock.calls.map(([options]) => options?.backend);
  expect(asked.filter((backend) => backend === "webgpu").length).toBeGreaterThanOrEqual(5); // one trial, two runs, twice each
  expect(new Set(asked)).toEqual(new Set(["webgpu", "reference"])); // by which the card is played
});
