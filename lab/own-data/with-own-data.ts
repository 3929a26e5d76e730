import type { Experiment } from "../experiment.ts";
import { withoutData } from "./without-data.ts";

/** The experiment on other data: what it says of its own goes. */
export function withOwnData(experiment: Experiment): Experiment {
  const { base, a, b } = experiment;
  return { ...experiment, base: withoutData(base), a: withoutData(a), b: withoutData(b) };
}
