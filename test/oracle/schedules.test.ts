import { expect, test } from "vitest";
import type { Schedule } from "../../src/optimize/schedule.ts";
import * as schedules from "../../src/optimize/schedules/index.ts";
import { expectClose } from "../backends.ts";
import { oracleCases } from "../oracle.ts";

interface ScheduleCase {
  name: string;
  options: Record<string, number> & { boundaries?: number[] };
  values: number[];
}

const makers: Record<string, (options: ScheduleCase["options"]) => Schedule> = {
  exponentialDecay: ({ initial, factor }) => schedules.exponentialDecay(initial, { factor }),
  stepDecay: ({ initial, factor, every }) => schedules.stepDecay(initial, { factor, every }),
  piecewise: ({ initial, factor, boundaries = [] }) =>
    schedules.piecewise([initial, ...boundaries.map((_, i) => initial * factor ** (i + 1))], boundaries),
  cosineDecay: ({ initial, steps, final }) => schedules.cosineDecay(initial, { span: steps, final }),
  cosineRestarts: ({ initial, period, factor, final }) => schedules.cosineRestarts(initial, { period, factor, final }),
  oneCycle: ({ peak, steps, ...options }) => schedules.oneCycle(peak, { span: steps, unit: "step", ...options }),
  "linear warmup": ({ target, startFactor, steps }) => schedules.warmup(steps, target, { start: startFactor }),
  "cyclic triangular": ({ low, high, halfPeriod }) => schedules.cyclic(low, high, { halfPeriod }),
};

/** Cases that no schedule answers, with the reason. */
const excused: Record<string, string> = { reduceOnPlateau: "follows a metric, so it is no function of the step" };

const cases = oracleCases<ScheduleCase>("schedules");

test("every case is covered or excused", () => {
  expect([...Object.keys(makers), ...Object.keys(excused)].sort()).toEqual(cases.map(({ name }) => name).sort());
});

test.each(cases.filter(({ name }) => !(name in excused)))("$name", ({ name, options, values }) => {
  const schedule = makers[name](options);
  for (const [step, value] of values.entries()) {
    const ours = schedule.at(step);
    expect(Math.abs(ours - value), `step ${step}: ${ours} for ${value}`).toBeLessThanOrEqual(1e-9 * value + 1e-17);
  }
});

/** oneCycle is the only one made in steps above: PyTorch's peak lies between steps. */
const inEpochs = cases.filter(({ name }) => !(name in excused) && name !== "oneCycle");

test.each(inEpochs)("$name counts in epochs", ({ name, options, values }) => {
  const schedule = makers[name](options);
  expectClose(
    values.map((_, epoch) => schedule.at(epoch * 7, { stepsPerEpoch: 7 })),
    values,
    1e-12,
  );
});
