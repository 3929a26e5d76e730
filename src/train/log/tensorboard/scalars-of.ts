import type { Signal } from "../../../signals/signal.ts";
import type { StepRecord } from "../../recorder.ts";
import type { Measures, TestMeasures } from "../../run/history.ts";
import { numbersOf } from "../../run/history.ts";

type Scalars = Record<string, number>;

/** What a step did: "step/loss", "step/accuracy", "step/gradientNorm", "step/learningRate". */
export function scalarsOfStep({ loss, measures, gradientNorm, learningRate }: StepRecord): Scalars {
  const all = { loss, ...measures, ...(gradientNorm === undefined ? {} : { gradientNorm }), learningRate };
  return tagged("step", all);
}

/** What was measured over an epoch or a set: "epoch/loss", "epoch/accuracy". */
export function scalarsOfEpoch(measures: Measures | TestMeasures): Scalars {
  return tagged("epoch", numbersOf(measures));
}

/** What a layer did: "signals/2.relu/saturated", "signals/1.dense/kernel/updateRatio". */
export function scalarsOfSignal({ layer, step: _, epoch: __, parameters = {}, ...facts }: Signal): Scalars {
  const own = Object.entries(parameters).map(([name, of]) => tagged(`signals/${layer}/${name}`, of));
  return Object.assign(tagged(`signals/${layer}`, facts), ...own);
}

function tagged(group: string, numbers: object): Scalars {
  return Object.fromEntries(Object.entries(numbers).map(([name, value]) => [`${group}/${name}`, value]));
}
