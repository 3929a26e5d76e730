import type { Study } from "../../../compare/study.ts";
import { duration } from "../../../train/progress/duration.ts";
import { type Child, element, type Markup } from "../../page/markup.ts";
import { counted, instant, runsInWords, unbroken, unbrokenName } from "../../words/format.ts";
import { answer, section } from "./parts.ts";

/** What was asked, how large the study was, and what it allows to say. */
export function answerHeader(study: Study): Markup {
  const { title, effects, seeds, seconds, environment, conclusions } = study;
  const size = [counted(effects.length, "variant"), counted(seeds.length, "seed"), runsInWords(study)];
  const facts = [...size, duration(seconds), environment.backend, instant(environment.date)].map(unbrokenName);
  return answer(
    title,
    facts,
    conclusions.map((sentence) => highlighted(sentence, study)),
  );
}

/** A sentence with the variant that it begins with, if any, in bold. */
function highlighted(sentence: string, { effects }: Study): Child {
  const names = effects.map(({ variant }) => variant).filter((variant) => sentence.startsWith(variant));
  const name = names.sort((a, b) => b.length - a.length)[0] ?? "";
  return [name !== "" && element("strong", {}, unbrokenName(name)), unbroken(sentence.slice(name.length))];
}

/** How the numbers came about and what the intervals mean. */
export function readingSection({ metric, baseline, seeds }: Study): Markup {
  const single = seeds.length < 2;
  return section(
    "reading",
    "How to read it",
    element(
      "p",
      {},
      `Every variant was trained once with each seed. A seed fixes the initial weights, the order of the data and every ` +
        `other draw, so a run is compared with the run of ${baseline} of the same seed: what the seed does to both cancels ` +
        "in the difference. ",
      single
        ? "With one seed there is one difference and no way to tell it from chance, so there are no intervals here. "
        : "The 95\u00a0% interval of the mean difference is Student's t for pairs: repeated with other seeds, 19 of 20 such " +
            "intervals would hold the true mean difference. One that includes 0 leaves open whether there is any; it does " +
            "not show that there is none. An interval of a share ends at what is possible, with a mark. With few seeds it leans on the differences being roughly normal. The p value is how often differences at least this far from 0 would come up if there were " +
            "none; with several variants, Holm's correction keeps the chance of any false alarm at 5\u00a0%. ",
      `What is said of test ${metric} holds for this recipe on this data set.`,
    ),
  );
}
