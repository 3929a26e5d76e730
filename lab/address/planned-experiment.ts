import type { Chapter } from "../chapters/chapter.ts";
import { ofExperiment } from "../chapters/experiments-of.ts";
import type { Experiment } from "../experiment.ts";

/** An experiment of a chapter, as it is planned; its main one in place of one that it does not have. */
export function plannedExperiment(
  chapter: Pick<Chapter, "name" | "main" | "whenNot" | "further">,
  which: string,
): Experiment {
  const { base, a, b, seeds } = ofExperiment(chapter, which) ?? chapter.main;
  return { chapter: chapter.name, which, base, a, b, seed: 1, seeds };
}
