import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { language } from "../texts/language.ts";
import { loadLanguage } from "../texts/load-language.ts";
import { createRace } from "./create-race.ts";
import { fakePage } from "./fake-page.ts";
import { FakeWorker } from "./fake-worker.ts";
import type { Race } from "./race.ts";

let race: Race;
let workers: FakeWorker[];
let [a, b]: FakeWorker[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  workers = [];
  const spawn = () => {
    workers.push(new FakeWorker());
    return workers[workers.length - 1];
  };
  race = createRace(
    { chapter: "normalization", which: "main", base: {}, a: {}, b: { norm: "batch" }, seed: 1, seeds: 1 },
    spawn,
    fakePage(),
  );
  [a, b] = workers;
});
afterEach(() => {
  race.close();
  vi.useRealTimers();
});

test("a worker that dies says so, both sides end, and again starts new workers", async () => {
  race.start();
  a.begin();
  const asked = race.lookAt("a", 1);
  a.onerror?.({ message: "out of memory" } as ErrorEvent);
  expect(race.status.value).toBe("failed");
  expect(race.a.value?.message).toContain("(out of memory)");
  await expect(asked).rejects.toThrow("The worker that knew this has ended.");
  expect(b.heard.at(-1)).toEqual({ kind: "stop" });
  race.again();
  expect(workers).toHaveLength(4);
  expect(workers.slice(0, 2).every(({ isTerminated }) => isTerminated)).toBe(true);
  [a, b] = workers.slice(2);
  a.begin();
  b.begin();
  while (a.take(3) + b.take(2) > 0);
  expect([race.a.value?.steps.length, race.b.value?.steps.length]).toEqual([10, 10]);
});

test("a worker that hangs is given up", () => {
  race.start();
  a.begin();
  b.begin();
  vi.advanceTimersByTime(60_000);
  expect(race.status.value).toBe("running"); // it gives signs of life
  a.say = () => {};
  vi.advanceTimersByTime(60_000);
  expect(race.status.value).toBe("failed");
  expect(race.a.value?.message).toContain("has not answered for 30 seconds");
});

test("a recipe that is refused ends the race in the words of the library", () => {
  race.start();
  b.say({ kind: "failed", id: b.run?.id ?? 0, reason: { said: "recipe: norm: expected a norm" } });
  expect([race.status.value, race.b.value?.message]).toEqual(["failed", "recipe: norm: expected a norm"]);
});

test("data without a test set are refused before a step is taken", () => {
  race.start();
  a.begin({ test: 0 });
  expect([race.status.value, race.a.value?.message]).toEqual(["failed", expect.stringContaining("a test set")]);
  expect([a.run, b.run]).toEqual([undefined, undefined]);
});

test("a question that has no answer is refused in words of the page's language", async () => {
  const refused = async () => {
    const asked = race.misread("b", 3);
    const question = b.heard.at(-1);
    expect(question).toMatchObject({ kind: "misread", most: 3 });
    if (question?.kind === "misread")
      b.say({ kind: "refused", question: question.question, reason: { code: "nothingTrained" } });
    return asked;
  };
  await expect(refused()).rejects.toThrow("Nothing was trained yet.");
  await loadLanguage("zh");
  language.value = "zh";
  await expect(refused()).rejects.toThrow("还没有训练过。");
  language.value = "en";
});
