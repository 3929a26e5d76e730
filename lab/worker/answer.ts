import type { Dataset, Samples, TrainedModel } from "evenkeel";
import type { FromWorker, Misread, ToWorker } from "../protocol.ts";
import type { Looks } from "./looks.ts";

type Question = Extract<ToWorker, { kind: "read" | "look" | "misread" | "save" }>;

/** A run that is seen: what questions are about. */
export interface Seen {
  recipe: { model?: unknown };
  arm: string;
  seed: number;
  data: Dataset;
  looks: Looks;
}

/** What is asked of the run that is seen, while it trains and afterwards. */
export async function answer(asked: Question, seen: Seen): Promise<FromWorker> {
  const { kind, question } = asked;
  const { looks, data } = seen;
  if (kind === "look") return { kind, question, look: await looks.look(asked.step) };
  if (kind === "read") {
    const { inputs, shape, step } = asked;
    const read = await looks.read({ shape, data: inputs }, step);
    return { kind, question, outputs: read.data, shape: [...read.shape] };
  }
  const model = await looks.model();
  if (kind === "misread") return { kind, question, samples: await misreadOf(model, data.test, asked.most) };
  const { form } = asked;
  const { savedBytes } = await import("./saved-bytes.ts");
  return { kind: "saved", question, bytes: savedBytes(model, form), name: `${seen.arm}-seed-${seen.seed}.${form}` };
}

/** Test samples that are taken for another class, those first of which the network is surest. */
async function misreadOf(model: TrainedModel, test: Samples | undefined, most: number): Promise<Misread[]> {
  if (test === undefined || model.parts.classes === undefined) return [];
  const { inputs, targets } = test;
  const [count = 0, ...shape] = inputs.shape;
  const { data, shape: out } = await model.predict(inputs, { threads: 0 });
  const [width, size] = [out[1] ?? 1, shape.reduce((product, one) => product * one, 1)];
  const wrong: (Misread & { confidence: number })[] = [];
  for (let index = 0; index < count; index++) {
    const own = data.slice(index * width, (index + 1) * width);
    const [only = 0] = own;
    const probabilities = width === 1 ? Float32Array.of(1 - only, only) : own;
    const confidence = Math.max(...probabilities);
    const of = Number(targets.data[index]);
    if (probabilities.indexOf(confidence) === of) continue;
    const pixels = Float32Array.from(inputs.data.subarray(index * size, (index + 1) * size));
    wrong.push({ index, inputs: pixels, shape, class: of, probabilities, confidence });
  }
  return wrong
    .sort((a, b) => b.confidence - a.confidence)
    .slice(0, most)
    .map(({ confidence: _, ...sample }) => sample);
}
