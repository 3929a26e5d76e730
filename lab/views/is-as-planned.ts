import { plannedExperiment } from "../address/planned-experiment.ts";
import { chapters } from "../chapters/index.ts";
import type { Experiment } from "../experiment.ts";

/** Whether the recipes of an experiment are those of its chapter. */
export function isAsPlanned({ chapter, which, base, a, b }: Experiment): boolean {
  const found = chapters.find(({ name }) => name === chapter);
  if (found === undefined) return false;
  const planned = plannedExperiment(found, which);
  return JSON.stringify([base, a, b]) === JSON.stringify([planned.base, planned.a, planned.b]);
}
