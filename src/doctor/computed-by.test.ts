import { beforeEach, expect, test, vi } from "vitest";
import { playedDevice } from "../../test/played-device.ts";
import { chosenOnTrial, playedTrial } from "../../test/played-trial.ts";
import { points, small } from "../../test/small-runs.ts";
import { type DeviceOptions, openDevice } from "../backend/open.ts";
import { diagnose, examined } from "./diagnose.ts";

vi.mock(import("../backend/open.ts"), { spy: true });
const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
const { openDevice: open } = await vi.importActual<typeof import("../backend/open.ts")>("../backend/open.ts");

const CARD = "webgpu, a card";
const CHOSEN = `${CARD} (auto: a step takes 1 ms, on wasm 2 ms)`;
const asked = () => vi.mocked(openDevice).mock.calls.map(([options]) => options?.backend);
/** What stands for a GPU, and for the device of "auto", which is lost after some calls. */
function played(lostAfter?: number): void {
  vi.mocked(openDevice).mockImplementation(async (options: DeviceOptions = {}) => {
    if (options.backend === "auto") return playedDevice(CHOSEN, lostAfter);
    return options.backend === "webgpu" ? playedDevice(CARD) : open(options);
  });
}
beforeEach(() => {
  vi.mocked(openDevice).mockReset();
  played();
});

const RUN = { model: small(), data: points(60, { validation: 12, test: 12 }), options: { epochs: 2, batchSize: 8 } };

test("a report says what computed the examination, where anything was", async () => {
  const { checked } = await diagnose(RUN, { threads: 0, steps: 30 });
  expect(checked.backend).toMatch(/^wasm, 1 thread, /);
  expect((await diagnose(RUN, { threads: 0, backend: "reference", phases: ["during"] })).checked.backend).toBe(
    "reference, float64",
  );
  expect((await diagnose(RUN, { threads: 0, phases: ["before"] })).checked).not.toHaveProperty("backend");
});

test("auto chooses once for an examination", async () => {
  const { checked } = await diagnose(RUN, { threads: 0, steps: 30, backend: "auto" });
  expect(checked.backend).toBe(CHOSEN);
  const named = asked().filter((backend) => backend !== "reference"); // by which the card is played
  expect(named.slice(0, 1)).toEqual(["auto"]);
  expect(named.length).toBeGreaterThanOrEqual(3); // the probe, what is learned by heart, the short training
  expect(new Set(named.slice(1))).toEqual(new Set(["webgpu"]));
});

test("auto chooses before anything is examined, by steps that are undone", async () => {
  vi.mocked(openDevice).mockResolvedValueOnce(await playedTrial(CARD));
  const { report, examination } = await examined(RUN, { threads: 0, steps: 30, backend: "auto" });
  expect(report.checked.backend).toBe(chosenOnTrial(CARD));
  const named = asked().filter((backend) => backend !== "reference");
  expect([named[0], ...new Set(named.slice(1))]).toEqual(["auto", "webgpu"]);
  const { probe, course } = (await examined(RUN, { threads: 0, steps: 30, backend: "reference" })).examination;
  expect({ probe: examination.probe, course: examination.course }).toEqual({ probe, course });
});

test("a GPU that auto loses costs no examination: it is done again with wasm, which is said", async () => {
  played(5);
  const { checked, ...found } = await diagnose(RUN, { threads: 0, steps: 30, backend: "auto" });
  const { checked: usual, ...whole } = await diagnose(RUN, { threads: 0, steps: 30 });
  expect(found).toEqual(whole);
  expect(checked).toEqual({ ...usual, backend: `${usual.backend} (auto: ${CHOSEN} was lost)` });
  expect(warn).toHaveBeenCalledWith(
    expect.stringMatching(/was lost \(a lost device: it hung\): diagnose goes on with/),
  );
});
