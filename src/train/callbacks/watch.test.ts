import { expect, test, vi } from "vitest";
import { points, SMALL, small, withoutSeconds } from "../../../test/small-runs.ts";
import type { Stand, Watching } from "../../doctor/watching.ts";
import { sgd } from "../../optimize/optimizers/sgd.ts";
import { readRun } from "../../saved/load-run.ts";
import type { Finding } from "../run/finding.ts";
import { train } from "../train.ts";
import { watch } from "./watch.ts";

const quiet = (onFinding?: (finding: Finding) => void) =>
  watch({ every: 2, verbose: false, ...(onFinding && { onFinding }) });

// Facts of the data take a second for thousands of images: whatever is asked of a run that trains does without them.
vi.mock("../../doctor/examine/data-facts.ts", () => ({
  dataFacts() {
    throw new Error("facts of the data were asked for");
  },
}));

test("says nothing of a healthy run, and changes nothing of it", async () => {
  const data = points(96, { validation: 24 });
  const options = { ...SMALL, epochs: 4 };
  const run = await train(small(), data, { ...options, callbacks: [quiet()] });
  expect(run.findings?.filter(({ severity }) => severity !== "information")).toEqual([]);
  const without = await train(small(), data, options);
  expect(without.findings).toBeUndefined();
  expect(withoutSeconds(run.history)).toEqual(withoutSeconds(without.history));
  expect(run.state).toEqual(without.state);
});

test("records signals ever more rarely, and never on the last batch of an epoch, which may be smaller", async () => {
  // 9 batches of 8 and one of 4 an epoch
  const options = { ...SMALL, batchSize: 8, epochs: 5, callbacks: [watch({ every: 1, verbose: false })] };
  const { signals } = await train(small(), points(76), options);
  const dense = [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16];
  expect([...new Set(signals.map(({ step }) => step))]).toEqual([
    ...dense,
    17,
    19,
    21,
    23,
    25,
    27,
    29,
    31,
    33,
    37,
    41,
    45,
    49,
  ]);
});

test("tells each finding once, while the run is under way; they stand in the run and in its file", async () => {
  const told: Finding[] = [];
  const diverging = { ...SMALL, epochs: 3, optimizer: sgd({ learningRate: 1e30 }) };
  const run = await train(small(), points(96), { ...diverging, callbacks: [quiet((finding) => told.push(finding))] });
  expect(run.findings?.map(({ diagnosis }) => diagnosis)).toContain("diverges");
  expect(told.filter(({ diagnosis }) => diagnosis === "diverges")).toHaveLength(1);
  expect(run.findings?.[0].advice.length).toBeGreaterThan(0);
  expect(readRun(run.toBytes()).findings).toEqual(run.findings);
});

test("tells findings within an epoch to whoever asks for it, and leaves no other trace of that in the run", async () => {
  const data = points(400, { validation: 24 });
  const diverging = { ...SMALL, epochs: 2, optimizer: sgd({ learningRate: 3 }) };
  const watched = async (options: object) => {
    const at: [string, number][] = [];
    let [step, clock] = [0, 0];
    const time = vi.spyOn(performance, "now").mockImplementation(() => clock);
    const pace = (moment: { step: number }) => {
      step = moment.step;
      clock += 1000;
      return 4;
    };
    const told = watch({
      every: 2,
      verbose: false,
      onFinding: ({ diagnosis }: Finding) => at.push([diagnosis, step]),
      ...options,
    });
    const run = await train(small(), data, { ...diverging, pace, callbacks: [told] });
    time.mockRestore();
    return { at, run };
  };
  const [often, seldom] = [await watched({ seconds: 0.5 }), await watched({})];
  const first = ({ at }: typeof often) => at.find(([diagnosis]) => diagnosis === "layerTooFast")?.[1];
  expect(first(often)).toBeLessThan(44);
  expect(first(seldom)).toBeGreaterThanOrEqual(44); // of 47 steps, of which 4 are allowed at a time
  expect(often.run.findings).toEqual(seldom.run.findings);
  expect(withoutSeconds(often.run.history)).toEqual(withoutSeconds(seldom.run.history));
  expect(often.run.state).toEqual(seldom.run.state);
});

const severityOf = vi.hoisted(() => ({ now: undefined as undefined | (() => Finding["severity"]), isBlind: false }));
vi.mock("../../doctor/watching.ts", async (original) => {
  const { Watching } = await original<typeof import("../../doctor/watching.ts")>();
  const finding = { diagnosis: "overfits", where: "training", confidence: 1, evidence: [], meaning: "", advice: [] };
  class Told extends Watching {
    override look(at: Stand): Promise<Finding[]> {
      const { now } = severityOf;
      return now === undefined ? super.look(at) : Promise.resolve([{ ...finding, source: "", severity: now() }]);
    }

    override glance(...at: Parameters<Watching["glance"]>): Promise<Finding[]> {
      if (severityOf.isBlind) throw new TypeError("a defect within epochs");
      return super.glance(...at);
    }
  }
  return { Watching: Told };
});

test("tells what was information again when it becomes a warning", async () => {
  const severities: Finding["severity"][] = ["information", "information", "warning", "information", "warning"];
  severityOf.now = () => severities.shift() ?? "warning";
  const told: string[] = [];
  const watched = quiet(({ severity }) => told.push(severity));
  await train(small(), points(96), { ...SMALL, epochs: 5, callbacks: [watched] });
  expect(told).toEqual(["information", "warning"]);
});

test("ends no run by a defect, and says it", async () => {
  const said = vi.spyOn(console, "warn").mockImplementation(() => {});
  severityOf.now = () => {
    throw new TypeError("a defect");
  };
  const run = await train(small(), points(96), { ...SMALL, epochs: 3, callbacks: [quiet()] });
  expect(run.history).toHaveLength(3);
  expect(said.mock.calls.map(([text]) => text)).toEqual([expect.stringContaining("goes on unwatched")]);
  said.mockRestore();
});

test("a defect within epochs takes nothing from what the run ends with", async () => {
  const said = vi.spyOn(console, "warn").mockImplementation(() => {});
  severityOf.now = () => "warning";
  severityOf.isBlind = true;
  const watched = watch({ seconds: 1e-9, verbose: false });
  const run = await train(small(), points(96), { ...SMALL, epochs: 7, callbacks: [watched] });
  severityOf.isBlind = false;
  expect(said).toHaveBeenCalledTimes(1);
  expect(run.findings).toHaveLength(1);
  said.mockRestore();
});
