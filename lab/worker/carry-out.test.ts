import { compare, type RecipeInput, type StudyRun } from "evenkeel";
import { beforeAll, expect, test } from "vitest";
import type { FromWorker, RunRequest } from "../protocol.ts";
import { Station } from "./station.ts";

const base: RecipeInput = {
  model: "mlp",
  hidden: [8],
  trainSize: 100,
  validationSize: 30,
  testSize: 40,
  epochs: 2,
  batchSize: 20,
};
const variants = { plain: {}, better: { norm: "batch", dropout: 0.2, earlyStopping: 1 } } as const;
const looks = { surface: undefined, histograms: true, filters: true };

/** What a worker says in answer to one request, up to its end. */
async function told(run: Omit<RunRequest, "id" | "arm">, station?: Station): Promise<FromWorker[]> {
  const messages: FromWorker[] = [];
  const own = station ?? new Station((message) => messages.push(message));
  const ended = own.hear({ kind: "begin", run: { id: 1, arm: "a", ...run } });
  await own.hear({ kind: "pace", until: Number.POSITIVE_INFINITY, still: false });
  await ended;
  return messages;
}

/** The run that a worker ended with, without what a clock says. */
const ended = (messages: readonly FromWorker[]) =>
  messages.flatMap((message) => (message.kind === "ended" ? [untimed(message.run)] : []));
const untimed = ({ seconds: _, history, ...run }: StudyRun) => ({
  ...run,
  history: history.map(({ seconds: _, ...epoch }) => epoch),
});

let messages: FromWorker[];
beforeAll(async () => {
  messages = await told({ variant: "better", recipe: { ...base, ...variants.better }, seed: 1, looks });
});

test("a run that is seen, and one behind it, have the bits that compare gives them", async () => {
  const study = await compare({ base, variants, seeds: 2, parallel: 1 });
  const expected = (variant: string, seed: number) =>
    study.runs.filter((run) => run.variant === variant && run.seed === seed).map(untimed);
  expect(ended(messages)).toEqual(expected("better", 1));
  const behind = await told({ variant: "better", recipe: { ...base, ...variants.better }, seed: 2, looks: undefined });
  expect(ended(behind)).toEqual(expected("better", 2));
  const plain = await told({ variant: "plain", recipe: base, seed: 1, looks });
  expect(ended(plain)).toEqual(expected("plain", 1));
});

test("what computes a run is told once, where the request says what shall", async () => {
  const computed = (all: readonly FromWorker[]) => all.filter(({ kind }) => kind === "computed");
  expect(computed(messages)).toEqual([]);
  const asked = await told({ variant: "plain", recipe: base, seed: 1, looks, backend: "wasm" });
  expect(computed(asked)).toEqual([{ kind: "computed", id: 1, by: expect.stringMatching(/^wasm/) }]);
});

test("a run that is seen tells of every step and every epoch once, of layers at every tenth step, and what it is", () => {
  const went = messages.flatMap((message) => (message.kind === "went" ? [message.went] : []));
  const steps = went.flatMap(({ steps }) => steps.map(({ step }) => step));
  expect(steps).toEqual(Array.from({ length: 10 }, (_, i) => i + 1));
  const seconds = went.flatMap(({ seconds }) => seconds);
  expect(seconds).toHaveLength(10);
  expect(seconds).toEqual([...seconds].sort((a, b) => a - b));
  expect(new Set(went.flatMap(({ signals }) => signals.map(({ step }) => step)))).toEqual(new Set([1]));
  expect(went.at(-1)?.look?.step).toBe(10);
  expect(messages.flatMap((message) => (message.kind === "epoch" ? [message.epoch.epoch] : []))).toEqual([1, 2]);
  const begun = messages.find((message) => message.kind === "begun");
  expect(begun?.kind === "begun" && begun.facts).toMatchObject({
    ...{ epochs: 2, stepsPerEpoch: 5, training: 100, validation: 30, test: 40, inputShape: [28, 28, 1] },
    ...{ metric: "accuracy", higherIsBetter: true },
  });
});

test("a run behind tells of its epochs and its end alone", async () => {
  const behind = await told({ variant: "plain", recipe: base, seed: 2, looks: undefined });
  expect(behind.map(({ kind }) => kind)).toEqual(["epoch", "epoch", "ended"]);
});

test("what no recipe allows is said in words, and the next run is carried out", async () => {
  const messages: FromWorker[] = [];
  const station = new Station((message) => messages.push(message));
  await told({ variant: "plain", recipe: { ...base, batchSize: 500 }, seed: 1, looks }, station);
  await told({ variant: "plain", recipe: base, seed: 1, looks: undefined }, station);
  expect(
    messages.map((message) => ("reason" in message && "said" in message.reason ? message.reason.said : message.kind)),
  ).toEqual([expect.stringContaining("batchSize: expected at most 100"), ...["epoch", "epoch", "ended"]]);
});

test("files that were dropped take the place of the data of the recipe, also in the study", async () => {
  const rows = Array.from({ length: 80 }, (_, i) => `${Math.sin(i)},${Math.cos(3 * i)},${i % 3 === 0 ? "yes" : "no"}`);
  const files = [{ path: "points.csv", blob: new Blob([["x,y,class", ...rows].join("\n")]) }];
  const data = { kind: "csv", name: "points.csv", files, target: "class" } as const;
  const messages: FromWorker[] = [];
  const station = new Station((message) => messages.push(message));
  const recipe = { model: "mlp", hidden: [4], epochs: 1, batchSize: 20 };
  const run = { variant: "plain", seed: 1, looks, data: { ...data, files: [...files] } };
  await told({ ...run, recipe }, station);
  await told({ ...run, recipe: { ...recipe, norm: "batch" }, variant: "norm batch" }, station);
  const runs = messages.flatMap((message) => (message.kind === "ended" ? [message.run] : []));
  expect(runs.map(({ variant, failure }) => [variant, failure])).toEqual([
    ["plain", undefined],
    ["norm batch", undefined],
  ]);
  const variants = { plain: {}, "norm batch": { norm: "batch" } };
  const of = { base: recipe, variants, runs, language: "en", data: run.data } as const;
  await station.hear({ kind: "study", question: 1, of });
  const study = messages.at(-1);
  expect(study).toMatchObject({ kind: "study", study: { metric: "accuracy", baseline: "plain", seeds: [1] } });
});
