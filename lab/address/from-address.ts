import { defineRecipe } from "evenkeel";
import type { Chapter } from "../chapters/chapter.ts";
import { experimentsOf } from "../chapters/experiments-of.ts";
import { chapters } from "../chapters/index.ts";
import { wordsAgainst } from "../controls/edit.ts";
import { wordsAgainstExperiment } from "../controls/words-against.ts";
import { BACKENDS, type Experiment, recipeOf } from "../experiment.ts";
import { LANGUAGES, type Language, texts } from "../texts/language.ts";
import { notAllowed } from "./allowed.ts";
import { changed, PARTS } from "./changes-of.ts";
import { plannedExperiment } from "./planned-experiment.ts";
import { readValue } from "./written-value.ts";

/** What an address asks for; or, in words, why it cannot be had. A language that it does not say stays as it is. */
export type Addressed = { experiment: Experiment; language: Language | undefined } | { words: string };

/** Links are short; a longer one asks for more than a page should read. */
const LONGEST = 8000;
/** Seeds in all. */
const MOST_SEEDS = 5;

/** The experiment of an address, checked as a recipe is. It never throws. */
export function fromAddress(hash: string, among: readonly Chapter[] = chapters): Addressed {
  try {
    return read(hash, among);
  } catch (error) {
    if (error instanceof Refused) return { words: error.message };
    const against = error instanceof URIError ? texts().controls.address.unreadable : String(error);
    return { words: texts().controls.address.refused(against) };
  }
}

class Refused extends Error {}

function read(hash: string, among: readonly Chapter[]): Addressed {
  const words = texts().controls.address;
  if (hash.length > LONGEST) throw new Refused(words.tooLong(LONGEST));
  const [path, query] = cut(hash.replace(/^#?\/?/, ""), "?");
  const [name, which = "main"] = path.split("/").map((text) => decodeURIComponent(text));
  const chapter = name === "" ? among[0] : among.find((each) => each.name === name);
  if (chapter === undefined) throw new Refused(words.noChapter(name, among.map((each) => each.name).join(", ")));
  const experiments = experimentsOf(chapter);
  if (!experiments.includes(which)) throw new Refused(words.noExperiment(which, experiments.join(", ")));
  const said = new Map(
    query
      .split("&")
      .filter((pair) => pair !== "")
      .map((pair) => cut(pair, "=").map((text) => decodeURIComponent(text)) as [string, string]),
  );
  const planned = plannedExperiment(chapter, which);
  const changesIn = (part: keyof typeof PARTS) =>
    [...said]
      .filter(([key]) => partOf(key) === part && !RACE_KEYS.includes(key))
      .map(([key, text]): [string, unknown] => [
        key.slice(PARTS[part].length),
        text === "" ? undefined : readValue(text),
      ]);
  const backend = nameIn(said, "backend", BACKENDS, words.noBackend);
  const experiment: Experiment = {
    ...planned,
    ...(backend !== undefined && backend !== BACKENDS[0] && { backend }),
    base: changed(planned.base, changesIn("base")),
    a: changed(planned.a, changesIn("a")),
    b: changed(planned.b, changesIn("b")),
    seed: numberIn(said, "seed") ?? planned.seed,
    seeds: numberIn(said, "seeds") ?? planned.seeds,
  };
  demandAllowed(experiment);
  return { experiment, language: nameIn(said, "lang", Object.keys(LANGUAGES) as Language[], words.noLanguage) };
}

const RACE_KEYS = ["lang", "seed", "seeds", "backend"];

function partOf(key: string): keyof typeof PARTS {
  return key.startsWith(PARTS.a) ? "a" : key.startsWith(PARTS.b) ? "b" : "base";
}

function demandAllowed(experiment: Experiment): void {
  const { seed, seeds } = experiment;
  const words = texts().controls.address;
  if (!Number.isInteger(seeds) || seeds < 1 || seeds > MOST_SEEDS) throw new Refused(words.seeds(MOST_SEEDS));
  const against =
    notAllowed(recipeOf(experiment, "a")) ??
    notAllowed(recipeOf(experiment, "b")) ??
    wordsAgainst(() => defineRecipe({ seed })) ??
    wordsAgainstExperiment(experiment);
  if (against !== undefined) throw new Refused(words.refused(against));
}

function numberIn(said: ReadonlyMap<string, string>, key: string): number | undefined {
  const text = said.get(key);
  return text === undefined ? undefined : Number(text);
}

/** One of some names, where it is said. */
function nameIn<Name extends string>(
  said: ReadonlyMap<string, string>,
  key: string,
  names: readonly Name[],
  against: (said: string, names: string) => string,
): Name | undefined {
  const text = said.get(key);
  const name = names.find((each) => each === text);
  if (text === undefined || name !== undefined) return name;
  throw new Refused(against(text, names.join(", ")));
}

/** The text before the first mark, and after it. */
function cut(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + mark.length)];
}
