import type { Chapter } from "../chapters/chapter.ts";
import { chapters } from "../chapters/index.ts";
import type { Experiment } from "../experiment.ts";
import type { Language } from "../texts/language.ts";
import { changesOf, PARTS } from "./changes-of.ts";
import { plannedExperiment } from "./planned-experiment.ts";
import { escaped, writtenValue } from "./written-value.ts";

/** The language that a link need not say: each reader keeps the own one. */
const USUAL: Language = "en";

/**
 * The address of an experiment, of which a link shows the same bits (of a GPU: where the same one computes):
 * #/dropout/main?seed=2&a.dropout=0.3. It says what differs from the chapter. A key without a value is taken out.
 */
export function addressOf(experiment: Experiment, language: Language, among: readonly Chapter[] = chapters): string {
  const { chapter, which } = experiment;
  const found = among.find(({ name }) => name === chapter);
  const planned: Partial<Experiment> = found === undefined ? {} : plannedExperiment(found, which);
  const said: [string, string][] = [];
  if (language !== USUAL) said.push(["lang", language]);
  for (const key of ["seed", "seeds"] as const)
    if (experiment[key] !== planned[key]) said.push([key, String(experiment[key])]);
  if (experiment.backend !== undefined) said.push(["backend", experiment.backend]);
  for (const [part, prefix] of Object.entries(PARTS) as [keyof typeof PARTS, string][])
    for (const [key, value] of changesOf(experiment[part], planned[part] ?? {}))
      if (!(part === "base" && key === "seed"))
        said.push([prefix + key, value === undefined ? "" : writtenValue(value)]);
  const query = said.map(([key, value]) => `${escaped(key)}=${escaped(value)}`).join("&");
  return `#/${escaped(chapter)}/${which}${query === "" ? "" : `?${query}`}`;
}
