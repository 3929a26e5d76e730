import type { Pair } from "../chapters/chapter.ts";
import type { Experiment } from "../experiment.ts";
import type { OwnData } from "../own-data.ts";
import type { StudyRequest } from "../protocol.ts";
import { language } from "../texts/language.ts";
import { variantsOf } from "./variants-of.ts";

/** What a race was carried out with, beside its experiment. */
interface With {
  data?: OwnData;
  computedBy?: string;
}

/** Asks what pairs show, in the language of the page. */
export function studyRequest(experiment: Experiment, pairs: readonly Pair[], given: With): StudyRequest {
  const { base, variants } = variantsOf(experiment);
  const runs = pairs.flatMap(({ a, b }) => [a, b]);
  const { backend } = experiment;
  return { base, variants, runs, language: language.value, ...(backend !== undefined && { backend }), ...given };
}
