import type { Pair } from "../chapters/chapter.ts";
import type { Experiment } from "../experiment.ts";
import type { OwnData } from "../own-data.ts";
import type { StudyRequest } from "../protocol.ts";
import { language } from "../texts/language.ts";
import { variantsOf } from "./variants-of.ts";

/** Asks what pairs show, in the language of the page. */
export function studyRequest(experiment: Experiment, pairs: readonly Pair[], own: { data?: OwnData }): StudyRequest {
  const { base, variants } = variantsOf(experiment);
  return { base, variants, runs: pairs.flatMap(({ a, b }) => [a, b]), language: language.value, ...own };
}
