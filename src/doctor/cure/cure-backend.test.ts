import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { playedDevice } from "../../../test/played-device.ts";
import { type DeviceOptions, openDevice } from "../../backend/open.ts";
import { runError } from "../../errors.ts";
import type { RecipeInput } from "../../recipe/recipe.ts";
import { type CureOptions, cure } from "./cure.ts";

vi.mock(import("../../backend/open.ts"), { spy: true });
vi.spyOn(console, "warn").mockImplementation(() => {});
const { openDevice: open } = await vi.importActual<typeof import("../../backend/open.ts")>("../../backend/open.ts");

let folder: string;
/** The GPU of this machine, and what "auto" says. */
let card: string | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "evenkeel-cure-"));
  card = "webgpu, a card";
  vi.mocked(openDevice).mockClear();
  vi.mocked(openDevice).mockImplementation(async (options: DeviceOptions = {}) => {
    if (options.backend === "webgpu" && card === undefined)
      throw runError({ where: "webgpu", expected: "an adapter", received: "none" });
    if (options.backend === "auto") return playedDevice(`${card} (auto: a step takes 1 ms)`);
    return options.backend === "webgpu" ? playedDevice(`${card}`) : open(options);
  });
});
afterEach(() => rm(folder, { recursive: true }));

/** First weights that are all the same: against them two rules are advised, which makes two studies. */
const SICK: RecipeInput = {
  ...{ model: "mlp", hidden: [4], init: "zeros", epochs: 1 },
  ...{ trainSize: 60, validationSize: 20, testSize: 40 },
};
const cured = (options: CureOptions) =>
  cure(SICK, { phases: ["before"], seeds: 2, rounds: 2, parallel: 1, checkpoint: folder, ...options });
const asked = () =>
  vi
    .mocked(openDevice)
    .mock.calls.map(([options]) => options?.backend)
    .filter((backend) => backend !== "reference"); // by which the card is played

test("a cure on another backend is another one, and its folder is not refused", async () => {
  const first = await cured({});
  expect(first.cures[0].study).toBeDefined();
  expect(first.backend).toBe("wasm, one thread a run");
  expect(first.cured.command).not.toContain("--backend");
  const second = await cured({ backend: "webgpu" });
  expect(second.cures[0].study?.failed).toEqual(first.cures[0].study?.failed);
  expect(second.backend).toBe("webgpu, a card");
  expect(second.cured.command).toMatch(/^evenkeel train .* --backend webgpu$/);
  vi.mocked(openDevice).mockClear();
  const again = await cured({ backend: "wasm" });
  expect(again.cures).toEqual(first.cures);
  expect(asked()).toEqual([]); // all runs were there
});

test("auto chooses once for all studies, and for the same call", async () => {
  const ended = await cured({ backend: "auto" });
  expect(ended.cures.filter(({ study }) => study !== undefined).length).toBeGreaterThan(1);
  expect(asked().filter((backend) => backend === "auto")).toHaveLength(1);
  expect(new Set(asked())).toEqual(new Set(["auto", "webgpu"]));
  expect(JSON.parse(await readFile(join(folder, "backend.json"), "utf8"))).toEqual({ backend: "webgpu" });
  expect(ended.cured.command).toMatch(/ --backend auto$/);
  vi.mocked(openDevice).mockClear();
  expect((await cured({ backend: "auto" })).cures).toEqual(ended.cures);
  expect(asked()).not.toContain("auto");
  const whole = await cured({ backend: "auto", phases: ["before", "probe"], steps: 5 });
  expect(whole.checked.backend).toBe("webgpu, a card (auto: as it was begun)");
  expect(whole.backend).toBe(ended.backend); // of the runs that are kept
  card = undefined;
  await expect(cured({ backend: "auto" })).rejects.toThrow(
    /^cure: checkpoint: expected a GPU, by which the cure in .* was begun, received none\. Choose another folder/,
  );
});

test("what the first examination has chosen computes the studies", async () => {
  const { checked, backend } = await cured({ backend: "auto", phases: ["before", "probe"], steps: 5, rounds: 1 });
  expect([checked.backend, backend]).toEqual(["webgpu, a card (auto: a step takes 1 ms)", "webgpu, a card"]);
  expect(asked().filter((name) => name === "auto")).toHaveLength(1);
});

test("trials on two cards, one after the other, name both, and why", async () => {
  const first = await cured({ backend: "auto", rounds: 1 });
  expect(first.backend).toBe("webgpu, a card (auto: a step takes 1 ms)");
  card = "webgpu, another card"; // for the second study: the first is kept
  const both = await cured({ backend: "auto" });
  expect(both.cures.filter(({ study }) => study !== undefined)).toHaveLength(2);
  expect(both.backend).toBe(`${first.backend}, then webgpu, another card (auto: as it was begun)`);
});
