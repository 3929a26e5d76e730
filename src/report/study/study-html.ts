import type { Study } from "../../compare/study.ts";
import { element } from "../page/markup.ts";
import { page } from "../page/page.ts";
import { instant } from "../words/format.ts";
import { expectStudy } from "./expect-study.ts";
import { answerHeader, readingSection } from "./section/answer.ts";
import { estimatesSection } from "./section/estimates.ts";
import { furtherSection } from "./section/further.ts";
import { learningSection } from "./section/learning.ts";
import { settingsSection } from "./section/settings.ts";
import { effectsSection, runsSection } from "./section/tables.ts";

/**
 * A study as one self-contained page: no script, no network, no fonts. The conclusions come first, then the pictures, the
 * numbers, all runs, and the settings. Equal studies give equal pages, byte for byte.
 * @returns the page as text.
 * @throws a usage error for what is no study.
 * @example
 * const page = studyHtml(await compare({ vary: { dropout: [0, 0.5] } }));
 */
export function studyHtml(study: Study): string {
  expectStudy("studyHtml", study);
  const main = element(
    "main",
    {},
    answerHeader(study),
    estimatesSection(study),
    effectsSection(study),
    furtherSection(study),
    learningSection(study),
    readingSection(study),
    runsSection(study),
    settingsSection(study),
    element("footer", {}, `Evenkeel ${study.environment.evenkeel}, ${instant(study.environment.date)}`),
  );
  return page(study.title, main);
}
