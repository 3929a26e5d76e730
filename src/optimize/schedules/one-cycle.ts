import { cosOfHalfTurns } from "../../exact-math/cos-of-half-turns.ts";
import { positive, unit as share } from "../../options.ts";
import { defineSchedule } from "../schedule.ts";
import { spanInSteps, spanOption, unitOption } from "../schedule-time.ts";

export const oneCycle = defineSchedule({
  name: "oneCycle",
  summary: "Rises to a high peak, then falls far below the start, both along half a cosine wave.",
  source: "Smith and Topin 2018, with the cosine waves of fastai and PyTorch",
  section: "schedules",
  formula:
    "η rises from peak / 25 to the peak in the first 30 % of T, then falls to peak / 250,000, both along half a cosine",
  use: "Short training runs with the highest rate the model tolerates, found by findRate: often as good as a run five times as long (Smith and Topin 2018).",
  avoid:
    "The length must be known in advance. A peak that is too high makes the run diverge at 30 % of its length: watch the loss there. Do not resume such a run for more epochs.",
  example: "oneCycle(1e-2, { span: 20 })",
  options: {
    peak: positive(undefined, "the highest value, as large as training tolerates"),
    span: spanOption("epochs or steps until the last value"),
    rise: share(0.3, "the fraction of the time in which the value rises"),
    startDivisor: positive(25, "the first value is the peak divided by this"),
    finalDivisor: positive(1e4, "the last value is the first divided by this"),
    unit: unitOption(),
  },
  positional: ["peak"],
  at(step, { peak, span, rise, startDivisor, finalDivisor, unit }, progress) {
    const steps = spanInSteps("oneCycle", { span, unit }, progress);
    const last = span === undefined ? steps - 1 : steps; // the last step of the run has the last value
    const top = Math.max(0, rise * (last + 1) - 1); // the step of the peak, as PyTorch counts
    const first = peak / startDivisor;
    const final = first / finalDivisor;
    const wave = (from: number, to: number, x: number) => to + (from - to) * 0.5 * (1 + cosOfHalfTurns(x));
    if (step >= last) return final;
    return step < top ? wave(first, peak, step / top) : wave(peak, final, (step - top) / (last - top));
  },
});
