import * as v from "valibot";
import { usageError } from "../../errors.ts";
import { custom } from "../../options.ts";
import { defineSchedule } from "../schedule.ts";
import { timeAt, unitOption } from "../schedule-time.ts";

export const piecewise = defineSchedule({
  name: "piecewise",
  summary: "One value after another, each until its boundary.",
  source: "by definition",
  section: "schedules",
  formula: "η(t) = vᵢ for bᵢ ≤ t < bᵢ₊₁",
  use: "To reproduce published recipes, such as 0.1, 0.01 and 0.001 with changes at half and three quarters of the run for ResNets.",
  avoid: "The boundaries fit one task and one length of training. stepDecay() needs two numbers, cosineDecay() one.",
  example: "piecewise([0.1, 0.01, 0.001], [10, 15])",
  options: {
    values: custom(
      v.pipe(v.array(v.pipe(v.number(), v.finite())), v.minLength(1)),
      undefined,
      "a list of numbers",
      "the values in order",
    ),
    boundaries: custom(
      v.pipe(
        v.array(v.pipe(v.number(), v.minValue(0))),
        v.check((times) => times.every((time, i) => i === 0 || time > times[i - 1])),
      ),
      undefined,
      "a list of ascending numbers of at least 0",
      "the epochs or steps, counted from 0, at which the second and each further value begins",
    ),
    unit: unitOption(),
  },
  positional: ["values", "boundaries"],
  check({ values, boundaries }) {
    if (values.length === boundaries.length + 1) return;
    throw usageError({
      where: "piecewise: values",
      expected: `${boundaries.length + 1} numbers, one more than boundaries`,
      received: String(values.length),
    });
  },
  at(step, { values, boundaries, unit }, progress) {
    const time = timeAt(step, unit, progress);
    return values[boundaries.filter((boundary) => boundary <= time).length];
  },
});
