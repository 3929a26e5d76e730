import * as experiments from "../compare/experiments/index.ts";
import type { CliExperiment } from "./experiments/cli-experiment.ts";
import { initialization } from "./experiments/initialization.ts";
import { ofVariants } from "./experiments/of-variants.ts";

/** What `evenkeel compare NAME` can run. */
export const EXPERIMENTS: readonly CliExperiment[] = [...Object.values(experiments).map(ofVariants), initialization];

/** The experiment of this name, or of a name that it had earlier. */
export function experimentNamed(name: string): CliExperiment | undefined {
  return EXPERIMENTS.find((each) => each.name === name || each.formerly?.includes(name));
}
