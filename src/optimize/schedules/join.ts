import * as v from "valibot";
import { usageError } from "../../errors.ts";
import { custom } from "../../options.ts";
import { defineSchedule, isSchedule, type Schedule } from "../schedule.ts";
import { stepsIn, timeAt, unitOption } from "../schedule-time.ts";

export const join = defineSchedule({
  name: "join",
  summary: "One schedule after another, each from its boundary on as if training began there.",
  source: "by definition",
  section: "schedules",
  formula: "η(t) = ηᵢ(t − bᵢ) for bᵢ ≤ t < bᵢ₊₁",
  use: "To build a schedule from parts: a constant first, then a decay.",
  avoid:
    "Each part begins at its own time 0, so values jump at a boundary unless you choose them to meet. For a rise at the start, warmup() is shorter.",
  example: "join([1e-2, cosineDecay(1e-2, { span: 10 })], [5])",
  options: {
    schedules: custom(
      v.pipe(v.array(v.union([v.pipe(v.number(), v.finite()), v.custom<Schedule>(isSchedule)])), v.minLength(1)),
      undefined,
      "a list of schedules and numbers",
      "the schedules in order",
      ["schedules"],
    ),
    boundaries: custom(
      v.pipe(
        v.array(v.pipe(v.number(), v.integer(), v.minValue(0))),
        v.check((times) => times.every((time, i) => i === 0 || time > times[i - 1])),
      ),
      undefined,
      "a list of ascending whole numbers of at least 0",
      "the epochs or steps, counted from 0, at which the second and each further schedule begins",
    ),
    unit: unitOption(),
  },
  positional: ["schedules", "boundaries"],
  check({ schedules, boundaries }) {
    if (schedules.length === boundaries.length + 1) return;
    throw usageError({
      where: "join: schedules",
      expected: `${boundaries.length + 1} schedules, one more than boundaries`,
      received: String(schedules.length),
    });
  },
  at(step, { schedules, boundaries, unit }, progress) {
    const time = timeAt(step, unit, progress);
    const i = boundaries.filter((boundary) => boundary <= time).length;
    const inSteps = (boundary: number) => stepsIn(boundary, unit, progress);
    const start = i === 0 ? 0 : inSteps(boundaries[i - 1]);
    const { totalSteps, ...rest } = progress;
    const end = i < boundaries.length ? inSteps(boundaries[i]) : totalSteps;
    const schedule = schedules[i];
    if (typeof schedule === "number") return schedule;
    return schedule.at(step - start, end === undefined ? rest : { ...rest, totalSteps: Math.max(1, end - start) });
  },
});
