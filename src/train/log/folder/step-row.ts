import * as v from "valibot";
import type { StepRecord } from "../../recorder.ts";
import { measuredNumber } from "../../run/measured-number.ts";
import { count, measures } from "../../run/run-schema.ts";

/** A row of `steps.jsonl`. */
export const stepRow: v.GenericSchema<unknown, StepRecord> = v.object({
  step: count,
  epoch: count,
  loss: measuredNumber,
  measures,
  gradientNorm: v.exactOptional(measuredNumber),
  learningRate: measuredNumber,
  finite: v.boolean(),
});
