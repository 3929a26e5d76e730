import type { Study } from "evenkeel";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Experiment } from "../experiment.ts";
import { createRace } from "./create-race.ts";
import { fakePage } from "./fake-page.ts";
import { FakeWorker } from "./fake-worker.ts";
import type { Race } from "./race.ts";

const experiment: Experiment = {
  ...{ chapter: "normalization", which: "main", base: { epochs: 1 }, a: {}, b: { norm: "batch" } },
  ...{ seed: 1, seeds: 3 },
};

let race: Race;
let workers: FakeWorker[];
let [a, b]: FakeWorker[] = [];
let page: ReturnType<typeof fakePage>;

beforeEach(() => {
  vi.useFakeTimers();
  workers = [];
  page = fakePage();
  race = createRace(
    experiment,
    () => {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker;
    },
    page,
  );
  [a, b] = workers;
});
afterEach(() => {
  race.close();
  vi.useRealTimers();
});

const steps = () => [race.a.value?.steps.length, race.b.value?.steps.length];
/** Both take steps as far as they may, until neither may. */
function settle() {
  let taken = 1;
  while (taken > 0) taken = a.take(3) + b.take(2);
}
async function answerStudies() {
  const heard = b.heard.splice(0);
  b.heard.push(...heard.filter(({ kind }) => kind !== "study"));
  for (const asked of heard)
    if (asked.kind === "study") {
      const study = { conclusions: [`${asked.of.runs.length} runs`] } as unknown as Study;
      b.say({ kind: "study", question: asked.question, study });
    }
  await vi.advanceTimersByTimeAsync(0);
}

/** A race of a single seed, to its end. */
async function raceOneSeed() {
  race.set({ ...experiment, seeds: 1 });
  race.start();
  a.finish();
  b.finish();
  await answerStudies();
  expect(race.status.value).toBe("ended");
}

test("workers are started with the page, and get their data ready", () => {
  expect(workers).toHaveLength(2);
  expect(a.heard).toEqual([{ kind: "prepare", recipe: { epochs: 1 } }]);
  expect(b.heard).toEqual([{ kind: "prepare", recipe: { epochs: 1, norm: "batch" } }]);
  expect(race.status.value).toBe("idle");
});

test("both sides take their first step, then go on side by side", () => {
  race.start();
  expect(race.status.value).toBe("preparing");
  a.begin();
  expect(a.take(5)).toBe(1); // B is not ready yet
  expect(race.status.value).toBe("running");
  b.begin();
  expect(b.take(5)).toBeLessThanOrEqual(2);
  // A step takes 20 ms: within a tenth of a second there are 5.
  while (a.take(1) > 0);
  expect(a.step).toBeGreaterThan(1);
  expect(a.step - b.step).toBeLessThanOrEqual(5);
  while (b.take(1) > 0);
  expect(b.step - a.step).toBeLessThanOrEqual(5);
});

test("both sides are told what shall compute them, and tell what does", () => {
  race.start();
  expect(a.run).not.toHaveProperty("backend");
  race.set({ ...experiment, backend: "webgpu" });
  race.start();
  for (const worker of [a, b]) expect(worker.run).toMatchObject({ backend: "webgpu" });
  a.say({ kind: "computed", id: Number(a.run?.id), by: "webgpu, some adapter" });
  expect([race.a.value?.computedBy, race.b.value?.computedBy]).toEqual(["webgpu, some adapter", undefined]);
  a.finish();
  b.finish();
  const asked = b.heard.find((message) => message.kind === "study");
  expect(asked).toMatchObject({ of: { backend: "webgpu", computedBy: "webgpu, some adapter" } });
});

test("further seeds run behind the first pair, which stays the one that is seen", async () => {
  race.start();
  a.begin();
  b.begin();
  settle();
  a.end();
  expect(a.run).toMatchObject({ seed: 2, looks: undefined });
  expect(race.status.value).toBe("running");
  b.end();
  expect(race.status.value).toBe("following");
  expect(race.pairs.value.map(({ seed }) => seed)).toEqual([1]);
  await answerStudies();
  expect(race.study.value?.conclusions).toEqual(["2 runs"]);
  for (const _ of [2, 3]) for (const worker of [a, b]) worker.finish();
  expect(race.behind.value.map(({ arm, seed }) => `${arm}${seed}`)).toEqual(["a2", "b2", "a3", "b3"]);
  expect(race.behind.value.every(({ epochs }) => epochs.length === 1)).toBe(true);
  expect(race.a.value?.seed).toBe(1);
  expect(race.status.value).toBe("following");
  await answerStudies();
  expect(race.pairs.value.map(({ seed }) => seed)).toEqual([1, 2, 3]);
  expect(race.study.value?.conclusions).toEqual(["6 runs"]);
  expect(race.status.value).toBe("ended");
});

test("a pause lets the one behind come up, then the counter stands, also for further seeds", () => {
  race.start();
  a.begin();
  b.begin();
  a.take(5);
  b.take(5);
  a.take(3);
  const furthest = a.step;
  expect(furthest).toBeGreaterThan(b.step);
  race.pause();
  expect(race.status.value).toBe("paused");
  settle();
  expect(steps()).toEqual([furthest, furthest]);
  race.start();
  expect(race.status.value).toBe("running");
  settle();
  a.end();
  race.pause();
  a.begin();
  expect(a.take(5)).toBe(0);
  race.start();
  expect(a.take(5)).toBe(5);
});

test("single steps are taken by both, also before anything has begun", () => {
  race.step();
  a.begin();
  b.begin();
  settle();
  expect(steps()).toEqual([1, 1]);
  expect(race.status.value).toBe("paused");
  race.step();
  race.step();
  settle();
  expect(steps()).toEqual([3, 3]);
  race.start();
  settle();
  expect(steps()).toEqual([10, 10]);
});

test("a single step after the end begins again, with the same seed", async () => {
  await raceOneSeed();
  race.step();
  a.begin();
  b.begin();
  settle();
  expect([race.status.value, ...steps()]).toEqual(["paused", 1, 1]);
});

test("slow motion takes a step each half second, and stops when it is told to", () => {
  race.setSlow(true);
  race.start();
  a.begin();
  b.begin();
  settle();
  expect(steps()).toEqual([0, 0]);
  for (const count of [1, 2, 3]) {
    vi.advanceTimersByTime(500);
    settle();
    expect(steps()).toEqual([count, count]);
  }
  race.setSlow(false);
  settle();
  expect(steps()).toEqual([10, 10]);
});

test("a pause in slow motion stands, whatever was about to come", () => {
  race.setSlow(true);
  race.start();
  a.begin();
  b.begin();
  race.pause();
  vi.advanceTimersByTime(2000);
  settle();
  expect(steps()).toEqual([0, 0]);
});

test("a hidden page waits, and goes on at the same step, unless the person had paused", () => {
  race.start();
  a.begin();
  b.begin();
  a.take(1);
  b.take(1);
  page.show("hidden");
  expect(race.status.value).toBe("paused");
  settle();
  expect(steps()).toEqual([1, 1]);
  page.show("visible");
  expect(race.status.value).toBe("running");
  expect(a.take(1)).toBe(1);
  race.pause();
  page.show("hidden");
  page.show("visible");
  expect(race.status.value).toBe("paused");
});

test("again begins from the beginning, with the same seed or another", () => {
  race.start();
  a.begin();
  b.begin();
  settle();
  const before = a.run;
  race.again();
  expect(race.status.value).toBe("preparing");
  expect(steps()).toEqual([0, 0]);
  expect(a.run).toMatchObject({ seed: 1 });
  expect(a.run?.id).not.toBe(before?.id);
  race.again(7);
  expect(race.experiment.value.seed).toBe(7);
  expect([a.run?.seed, b.run?.seed]).toEqual([7, 7]);
});

test("another experiment ends what is under way, and what is still told of it is dropped", () => {
  race.start();
  a.begin();
  const { id } = a.run ?? { id: 0 };
  race.set({ ...experiment, b: { norm: "layer" } });
  expect(race.status.value).toBe("idle");
  expect(a.heard.at(-2)).toEqual({ kind: "stop" });
  expect(b.heard.at(-1)).toMatchObject({ kind: "prepare", recipe: { norm: "layer" } });
  a.say({ kind: "failed", id, reason: { said: "too late" } });
  expect(race.status.value).toBe("idle");
  expect(race.a.value).toBeUndefined();
});

test("data and structure are examined once the race has ended, or after three seconds of training", async () => {
  race.set({ ...experiment, seeds: 1 });
  a.steps = 200; // of 20 ms
  const asked = (worker: FakeWorker) => worker.heard.filter(({ kind }) => kind === "before");
  race.start();
  a.begin();
  b.begin();
  settle();
  expect([asked(a).length, asked(b).length]).toEqual([1, 0]);
  expect(asked(a)[0]).toMatchObject({ recipe: { epochs: 1 } });
  a.end();
  b.end();
  await answerStudies();
  expect([asked(a).length, asked(b).length]).toEqual([1, 1]);
  const [question] = asked(b);
  if (question?.kind === "before")
    b.say({ kind: "before", question: question.question, before: { findings: [], diagnoses: 21, left: [] } });
  await vi.advanceTimersByTimeAsync(0);
  expect(race.b.value?.before).toEqual({ findings: [], diagnoses: 21, left: [] });
  expect(race.a.value?.before).toBeUndefined();
});

test("more seeds are added to a race that has ended, and fewer leave some out", async () => {
  await raceOneSeed();
  race.set({ ...experiment, seeds: 2 });
  expect(race.status.value).toBe("following");
  a.finish();
  b.finish();
  await answerStudies();
  expect([race.status.value, race.pairs.value.length]).toEqual(["ended", 2]);
  race.set({ ...experiment, seeds: 1 });
  await answerStudies();
  expect([race.status.value, race.pairs.value.length]).toEqual(["ended", 1]);
});
