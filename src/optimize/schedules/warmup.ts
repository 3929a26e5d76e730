import { count, unit as share } from "../../options.ts";
import { defineSchedule, scheduleOption } from "../schedule.ts";
import { stepsIn, timeAt, unitOption } from "../schedule-time.ts";

export const warmup = defineSchedule({
  name: "warmup",
  summary: "Rises linearly to the first value of a schedule, which then begins.",
  source: "Goyal et al. 2017, section 2.2",
  section: "schedules",
  formula: "η(t) = η₀ · (s + (1 − s)t / L) for t < L, then the schedule from its start",
  use: "Large batches, transformers, and Adam with a high rate, whose first steps rest on few gradients: a few hundred steps, or 1 to 5 epochs.",
  avoid:
    "Short runs of small networks waste that time. If training diverges without a warm-up, the rate may simply be too high.",
  example: 'warmup(100, cosineDecay(1e-3, { span: 2000, unit: "step" }), { unit: "step" })',
  options: {
    length: count(undefined, "epochs or steps of the rise"),
    schedule: scheduleOption("what follows: a number, or a schedule, for which time begins after the rise"),
    start: share(0.1, "the fraction of the schedule's first value at step 0"),
    unit: unitOption(),
  },
  positional: ["length", "schedule"],
  at(step, { length, schedule, start, unit }, progress) {
    const before = stepsIn(length, unit, progress); // steps of the rise
    const { totalSteps, ...rest } = progress;
    const after = totalSteps === undefined ? rest : { ...rest, totalSteps: Math.max(1, totalSteps - before) };
    const valueAt = (at: number) => (typeof schedule === "number" ? schedule : schedule.at(at, after));
    if (step >= before) return valueAt(step - before);
    return valueAt(0) * (start + (1 - start) * (timeAt(step, unit, progress) / length));
  },
});
