import type { Study } from "../../compare/study.ts";
import { element } from "../page/markup.ts";
import { page } from "../page/page.ts";
import { instant } from "../words/format.ts";
import { expectStudy } from "./expect-study.ts";
import { answerHeader, readingSection } from "./section/answer.ts";
import { estimatesSection } from "./section/estimates.ts";
import { learningSection } from "./section/learning.ts";
import { settingsSection } from "./section/settings.ts";
import { effectsSection, runsSection } from "./section/tables.ts";

/**
 * A study as one page that needs nothing else: no script, no network, no fonts. The answer stands at the top, then the
 * pictures, the numbers, every run, and how it was done. Equal studies give equal pages, byte for byte.
 */
export function studyHtml(study: Study): string {
  expectStudy("studyHtml", study);
  const main = element(
    "main",
    {},
    answerHeader(study),
    estimatesSection(study),
    effectsSection(study),
    learningSection(study),
    readingSection(study),
    runsSection(study),
    settingsSection(study),
    element("footer", {}, `Evenkeel ${study.environment.evenkeel}, ${instant(study.environment.date)}`),
  );
  return page(study.title, main);
}
