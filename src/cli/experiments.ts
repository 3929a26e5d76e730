import type { Experiment } from "../compare/experiment.ts";
import * as experiments from "../compare/experiments/index.ts";
import { implicitAveraging } from "../compare/readings/implicit-averaging.ts";
import { modelAveraging } from "../compare/readings/model-averaging.ts";
import type { CliExperiment } from "./experiments/cli-experiment.ts";
import { initialization } from "./experiments/initialization.ts";
import { ofReadings } from "./experiments/of-readings.ts";
import { ofVariants } from "./experiments/of-variants.ts";
import { tour } from "./experiments/tour.ts";

/** What `evenkeel compare NAME` can run. */
export const EXPERIMENTS: readonly CliExperiment[] = [
  ...Object.values<Experiment>(experiments).map(ofVariants),
  ...[modelAveraging, implicitAveraging].map(ofReadings),
  initialization,
  tour,
];

/** The experiment of this name, or of a name that it had earlier. */
export function experimentNamed(name: string): CliExperiment | undefined {
  return EXPERIMENTS.find((each) => each.name === name || each.formerly?.includes(name));
}
