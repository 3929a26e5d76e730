import type { Schedule } from "../../optimize/schedule.ts";
import { isInstance } from "../../trick/instance.ts";
import { plotFile } from "./plot-file.ts";

/** How much time to show, as a multiple of what an option of this name says. */
const SHOWN: Readonly<Record<string, number>> = { span: 1.1, boundaries: 1.6, every: 3.5, period: 7, halfPeriod: 6 };
/** Epochs, or steps, where no option says how long it takes. */
const OTHERWISE = 50;
const POINTS = 400;

/** The value of a schedule over time, as its own `at` gives it. */
export function schedulePlot(schedule: Schedule): string {
  const { unit = "epoch" } = schedule.values as { unit?: string };
  const shown = timeShown(schedule.values) || OTHERWISE;
  const stepsPerEpoch = unit === "epoch" ? 1000 : 1;
  const steps = Math.round(shown * stepsPerEpoch);
  const points = Array.from({ length: POINTS + 1 }, (_, i) => {
    const step = Math.round((i / POINTS) * steps);
    return [step / stepsPerEpoch, schedule.at(step, { stepsPerEpoch, totalSteps: steps })] as const;
  });
  return plotFile(schedule.name, {
    title: `${schedule.name} over time`,
    description: `The value from ${points[0][1].toPrecision(3)} at the start to ${points[POINTS][1].toPrecision(3)} after ${shown} ${unit}s.`,
    axis: unit,
    curves: [{ series: 1, points, filled: true }],
  });
}

/** The longest time that the options speak of, those of schedules within among them; 0 if of none. */
function timeShown(values: Readonly<Record<string, unknown>>): number {
  const within = Object.values(values).flat().filter(isInstance);
  const before = typeof values.length === "number" ? values.length : 0;
  const own = Object.entries(values).map(([key, value]) =>
    Math.max(0, ...[value].flat().map((time) => (typeof time === "number" ? time * (SHOWN[key] ?? 0) : 0))),
  );
  return before + Math.max(0, ...own, ...within.map((schedule) => timeShown(schedule.values)));
}
