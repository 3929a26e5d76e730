import * as v from "valibot";
import { measuredNumber } from "../../train/run/measured-number.ts";
import { measures } from "../../train/run/run-schema.ts";
import { studyRunSchema } from "../kept/kept-study.ts";

/** What a worker answers when a run has ended. */
export const runResult = v.object({ worker: v.string(), run: studyRunSchema });
export type RunResult = v.InferOutput<typeof runResult>;

/** What it tells of a run under way. */
export const runProgress = v.object({
  epoch: v.number(),
  epochs: v.number(),
  step: v.number(),
  stepsPerEpoch: v.number(),
  backend: v.string(),
  train: measures,
  elapsed: v.number(),
  remaining: measuredNumber,
});

/** What it answers where it must not, or cannot, carry out a run: every run that it carries out has an outcome of its own. */
const refusal = v.object({ worker: v.string(), refused: v.string() });

export function refusalText(worker: string, refused: string): string {
  return JSON.stringify({ worker, refused } satisfies v.InferOutput<typeof refusal>);
}

/** "host-7 refused it: …" */
export function readRefusal(text: string): string {
  try {
    const { worker, refused } = v.parse(refusal, JSON.parse(text));
    return `${worker} refused it: ${refused}`;
  } catch {
    return text;
  }
}
