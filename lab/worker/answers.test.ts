import { readSafetensors } from "evenkeel";
import { beforeAll, expect, test } from "vitest";
import type { FromWorker, LookRequest, ToWorker } from "../protocol.ts";
import { Station } from "./station.ts";

type Asked = Extract<ToWorker, { kind: "read" | "look" | "misread" | "save" }>;
type WithoutNumber<T> = T extends Asked ? Omit<T, "question"> : never;

const points = { data: "moons({ samples: 120 })", model: "mlp", hidden: [6, 5], epochs: 3, batchSize: 20 };
const digits = { model: "mlp", hidden: [6], trainSize: 60, validationSize: 20, testSize: 30, epochs: 1, batchSize: 20 };

/** A worker that has carried out a run, and what it said of it. */
async function ran(recipe: object, looks: LookRequest) {
  const messages: FromWorker[] = [];
  const station = new Station((message) => messages.push(message));
  const run = { id: 1, arm: "b", variant: "b", recipe: { ...recipe }, seed: 3, looks } as const;
  const ended = station.hear({ kind: "begin", run });
  await station.hear({ kind: "pace", until: Number.POSITIVE_INFINITY, still: false });
  await ended;
  const ask = async (asked: WithoutNumber<Asked>) => {
    await station.hear({ ...asked, question: 9 } as Asked);
    return messages.at(-1);
  };
  /** What the networks after these steps look like, all asked for at once. */
  const looksAt = async (steps: readonly number[]) => {
    await Promise.all(steps.map((step) => station.hear({ kind: "look", step, question: 100 + step })));
    return steps.map((step) => {
      const found = messages.find((message) => "question" in message && message.question === 100 + step);
      return found?.kind === "look" ? found.look : undefined;
    });
  };
  return { messages: [...messages], ask, looksAt };
}
type Ran = Awaited<ReturnType<typeof ran>>;

let plane: Ran;
let images: Ran;
beforeAll(async () => {
  plane = await ran(points, { surface: 9, histograms: true, filters: false });
  images = await ran(digits, { surface: 9, histograms: true, filters: true });
});

const looksOf = ({ messages }: Ran) =>
  messages.flatMap((message) => (message.kind === "went" && message.went.look ? [message.went.look] : []));
const lookAt = async ({ ask }: Ran, step: number) => {
  const answer = await ask({ kind: "look", step });
  return answer?.kind === "look" ? answer.look : undefined;
};

test("the first weights are looked at, and what is kept is told", () => {
  expect(looksOf(plane)[0].step).toBe(0);
  const kept = plane.messages.flatMap((message) =>
    message.kind === "went" && message.went.kept ? [message.went.kept] : [],
  );
  expect(kept.at(-1)).toEqual(Array.from({ length: 19 }, (_, i) => i)); // 3 epochs of 6 steps
});

test("a surface has the answers over a plane around the points, and those of units within", async () => {
  const surface = (await lookAt(plane, 12))?.surface;
  expect(surface?.output).toHaveLength(81);
  expect(surface?.output.every((p) => p >= 0 && p <= 1)).toBe(true);
  expect(surface?.units.map(({ layer, outputs }) => [layer, outputs.length])).toEqual([
    ["2.relu", 6],
    ["4.relu", 5],
  ]);
  const [left, right, bottom, top] = surface?.bounds ?? [0, 0, 0, 0];
  expect(left).toBeLessThan(-0.9);
  expect(right).toBeGreaterThan(1.9);
  expect(bottom).toBeLessThan(top);
});

test("what the network was after a step is another thing than what it is now", async () => {
  const [first, last] = [await lookAt(plane, 0), await lookAt(plane, 15)];
  expect(first?.surface?.output).not.toEqual(last?.surface?.output);
  expect(await lookAt(plane, 0)).toEqual(first);
  expect(first?.surface?.output).toEqual(looksOf(plane)[0].surface?.output);
});

test("networks that are asked for at once are not mixed up", async () => {
  const [first, last] = await plane.looksAt([0, 15]);
  expect(first).toEqual(await lookAt(plane, 0));
  expect(last).toEqual(await lookAt(plane, 15));
});

test("histograms count all values of a fixed batch between the smallest and the largest", async () => {
  const histograms = (await lookAt(images, 0))?.histograms ?? [];
  const dense = histograms.find(({ layer }) => layer === "1.dense");
  expect(dense?.counts.reduce((sum, count) => sum + count, 0)).toBe(20 * 6);
  expect(dense?.low).toBeLessThan(dense?.high ?? 0);
});

test("images have filters, and no surface", async () => {
  const look = await lookAt(images, 0);
  expect(look?.surface).toBeUndefined();
  expect(look?.filters).toMatchObject({ layer: "1.dense", height: 28, width: 28, channels: 1 });
  expect(look?.filters?.pixels.map(({ length }) => length)).toEqual(Array(6).fill(784));
});

test("inputs are read by the network as it is, and as it was", async () => {
  const inputs = Float32Array.of(0, 0.5, 1, 0);
  const read = async (step?: number) => {
    const answer = await plane.ask({ kind: "read", inputs, shape: [2, 2], ...(step !== undefined && { step }) });
    return answer?.kind === "read" ? answer : undefined;
  };
  const [now, then] = [await read(), await read(0)];
  expect(now?.shape[0]).toBe(2);
  expect(then?.outputs).not.toEqual(now?.outputs);
  expect(await plane.ask({ kind: "read", inputs, shape: [4, 1] })).toMatchObject({ kind: "refused" });
});

test("misread samples are taken for another class, the surest first", async () => {
  const answer = await images.ask({ kind: "misread", most: 5 });
  const samples = answer?.kind === "misread" ? answer.samples : [];
  expect(samples).toHaveLength(5);
  const sure = samples.map(({ probabilities }) => Math.max(...probabilities));
  expect(sure).toEqual([...sure].sort((a, b) => b - a));
  for (const { class: own, probabilities, inputs, shape } of samples) {
    expect(probabilities.indexOf(Math.max(...probabilities))).not.toBe(own);
    expect([inputs.length, shape]).toEqual([784, [28, 28, 1]]);
  }
});

test.each(["safetensors", "onnx", "evenkeel"] as const)("the trained model is saved as %s", async (form) => {
  const answer = await images.ask({ kind: "save", form });
  expect(answer).toMatchObject({ kind: "saved", name: `b-seed-3.${form}` });
  const bytes = answer?.kind === "saved" ? answer.bytes : new Uint8Array();
  if (form === "safetensors") expect(Object.keys(readSafetensors(bytes).tensors)).toContain("1.dense/kernel");
  expect(bytes.length).toBeGreaterThan(4 * 784 * 6);
});

test("a question before anything was trained is refused in words", async () => {
  const messages: FromWorker[] = [];
  await new Station((message) => messages.push(message)).hear({ kind: "look", question: 1, step: 1 });
  expect(messages).toEqual([{ kind: "refused", question: 1, reason: { code: "nothingTrained" } }]);
});

test("what is found in data and structure takes no run, and no training", async () => {
  const messages: FromWorker[] = [];
  const recipe = { model: "mlp", hidden: [8], scaling: "none", trainSize: 100, validationSize: 30, testSize: 40 };
  await new Station((message) => messages.push(message)).hear({ kind: "before", question: 7, recipe });
  const [said] = messages;
  expect(messages).toMatchObject([{ kind: "before", question: 7, before: { left: [] } }]);
  if (said?.kind !== "before") return;
  expect(said.before.diagnoses).toBeGreaterThan(10);
  expect(said.before.findings.map(({ diagnosis }) => diagnosis)).toContain("unscaledInputs");
});
