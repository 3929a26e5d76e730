import * as v from "valibot";
import type { Study } from "../../compare/study.ts";
import { checkOption, custom } from "../../options.ts";

/** A number; NaN is null in JSON. */
const measure = v.nullable(v.union([v.number(), v.nan()]));
const measures = v.record(v.string(), measure);
const matrix = v.array(v.array(v.number()));
const testMeasures = v.objectWithRest(
  { confusionMatrix: v.optional(matrix), confusionMatrices: v.optional(v.record(v.string(), matrix)) },
  measure,
);
const estimate = v.object({
  mean: measure,
  low: v.optional(measure),
  high: v.optional(measure),
  deviation: v.optional(measure),
  count: v.number(),
});
const stopped = v.object({ reason: v.string(), epoch: v.number(), detail: v.optional(v.string()) });
const epoch = v.object({
  epoch: v.number(),
  learningRate: v.optional(measure),
  train: measures,
  validation: v.optional(measures),
  seconds: v.number(),
});

const study = v.object({
  title: v.string(),
  question: v.optional(v.string()),
  metric: v.string(),
  higherIsBetter: v.boolean(),
  unit: v.optional(v.picklist(["share", "number", "target"])),
  base: v.record(v.string(), v.unknown()),
  baseline: v.string(),
  seeds: v.array(v.number()),
  dataSeeds: v.optional(v.array(v.number())),
  runs: v.array(
    v.object({
      variant: v.string(),
      seed: v.number(),
      history: v.array(epoch),
      test: v.optional(testMeasures),
      baseline: v.optional(measures),
      dataSeed: v.optional(v.number()),
      trained: v.optional(measures),
      steps: v.optional(v.number()),
      stopped: v.optional(stopped),
      seconds: v.number(),
      failure: v.optional(v.string()),
    }),
  ),
  effects: v.array(
    v.object({
      variant: v.string(),
      changes: v.record(v.string(), v.unknown()),
      value: estimate,
      simplest: v.optional(measure),
      difference: v.optional(v.object({ ...estimate.entries, p: v.optional(measure) })),
      verdict: v.string(),
    }),
  ),
  conclusions: v.array(v.string()),
  tables: v.optional(
    v.array(
      v.object({
        title: v.string(),
        columns: v.array(
          v.object({
            name: v.string(),
            heading: v.string(),
            unit: v.optional(v.picklist(["share", "number", "count"])),
          }),
        ),
        rows: v.array(v.record(v.string(), v.union([v.string(), measure]))),
        note: v.string(),
      }),
    ),
  ),
  environment: v.object({
    evenkeel: v.string(),
    platform: v.string(),
    backend: v.string(),
    parallel: v.number(),
    workers: v.optional(v.number()),
    date: v.pipe(v.string(), v.isoTimestamp()),
  }),
  command: v.optional(v.string()),
  seconds: v.number(),
});

const studyOption = custom(study, undefined, "a study, as returned by compare()");

/** @throws a usage error for anything but a study. Those of 0.1.0, without units and kinds of findings, are studies too. */
export function expectStudy(where: string, value: unknown): asserts value is Study {
  checkOption(where, studyOption, value);
}
