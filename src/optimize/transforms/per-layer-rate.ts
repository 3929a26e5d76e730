import * as v from "valibot";
import { custom } from "../../options.ts";
import { defineWrapper } from "../compose/wrapper.ts";
import { demandMatches, matches } from "../math/parameter-patterns.ts";
import { isSchedule, type Schedule } from "../schedule.ts";

/** A pattern of names, and what the learning rate of these parameters is multiplied by. */
type Rate = readonly [pattern: string, factor: number | Schedule];

const factorSchema = v.union([v.pipe(v.number(), v.finite(), v.minValue(0)), v.custom<Schedule>(isSchedule)]);

export const perLayerRate = defineWrapper({
  name: "perLayerRate",
  summary: "Multiplies the learning rate of the optimizer behind it by a factor for each parameter, chosen by name.",
  source: "by definition; layer-wise rates for fine-tuning: Howard and Ruder 2018, section 3.2",
  section: "clipping",
  formula: "ηₗ = fₗ · η",
  use: "To fine-tune early layers more slowly than late ones, or to train biases faster.",
  avoid:
    "A parameter takes the first factor whose pattern matches. Stages before it in the chain do not see the factors.",
  example: 'chain(perLayerRate([["0.conv2d", 0.1], ["bias", 2]]), sgd({ learningRate: 0.1 }))',
  options: {
    rates: custom<readonly Rate[]>(
      v.array(v.tuple([v.pipe(v.string(), v.nonEmpty()), factorSchema])) as v.GenericSchema<unknown, readonly Rate[]>,
      undefined,
      "a list of [pattern, factor]",
      "what the rate of parameters is multiplied by: a factor of at least 0, or a schedule of it, for each pattern",
      ["schedules"],
    ),
  },
  positional: ["rates"],
  init(params, { rates }) {
    for (const [pattern] of rates) demandMatches("perLayerRate", pattern, Object.keys(params));
    return {};
  },
  innerContext: (at, { rates }) => ({
    ...at,
    factor: (name) =>
      (at.factor?.(name) ?? 1) * ((rates.find(([pattern]) => matches(pattern, name))?.[1] ?? 1) as number),
  }),
});
