import type { Study } from "../../../compare/study.ts";
import { counted } from "../../../compare/words/number-words.ts";
import { duration } from "../../../train/progress/duration.ts";
import { type Child, element, type Markup } from "../../page/markup.ts";
import { answer, section } from "../../page/parts.ts";
import { instant, runsInWords, unbroken, unbrokenName } from "../../words/format.ts";

/** The title, the size of the study, and its conclusions. */
export function answerHeader(study: Study): Markup {
  const { title, effects, seeds, seconds, environment, conclusions } = study;
  const size = [counted(effects.length, "variant"), counted(seeds.length, "seed"), runsInWords(study)];
  const facts = [...size, duration(seconds), environment.backend, instant(environment.date)].map(unbrokenName);
  return answer(
    title,
    facts,
    conclusions.map((sentence) => highlighted(sentence, study)),
    study.question,
  );
}

/** A sentence; the variant at its beginning, if any, in bold. */
function highlighted(sentence: string, { effects }: Study): Child {
  const names = effects.map(({ variant }) => variant).filter((variant) => sentence.startsWith(variant));
  const name = names.sort((a, b) => b.length - a.length)[0] ?? "";
  return [name !== "" && element("strong", {}, unbrokenName(name)), unbroken(sentence.slice(name.length))];
}

/** How the numbers were measured and what the intervals mean. */
export function readingSection({ metric, baseline, seeds }: Study): Markup {
  const single = seeds.length < 2;
  return section(
    "reading",
    "How to read it",
    element(
      "p",
      {},
      `Every variant was trained once with each seed. The seed determines the initial weights, the order of the data and ` +
        `all other random numbers, so each run is compared with the run of ${baseline} with the same seed: effects of the ` +
        "seed that both share cancel in the difference. ",
      single
        ? "With one seed there is one difference and no way to tell it from chance, so there are no intervals. "
        : "The 95\u00a0% interval of the mean difference comes from Student's t for pairs: if the study were repeated with " +
            "other seeds, 19 of 20 such intervals would contain the true mean difference. An interval that includes 0 " +
            "does not show that there is no difference; it leaves the question open. The interval of a share is cut at " +
            "the possible range and marked. With few seeds, intervals assume that the differences are roughly normal. The " +
            "p value is the probability of a mean difference at least this far from 0 if there were none; with several " +
            "variants, Holm's correction keeps the probability of any false positive at 5\u00a0%. ",
      `Conclusions about test ${metric} hold for this recipe on this dataset.`,
    ),
  );
}
