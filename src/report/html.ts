import type { Study } from "../compare/study.ts";
import { instant } from "./format.ts";
import { type Child, element, Markup } from "./markup.ts";
import { answerHeader, readingSection } from "./section/answer.ts";
import { estimatesSection } from "./section/estimates.ts";
import { learningSection } from "./section/learning.ts";
import { settingsSection } from "./section/settings.ts";
import { effectsSection, runsSection } from "./section/tables.ts";
import { pageStyle } from "./style.ts";

const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

/**
 * A study as one page that needs nothing else: no script, no network, no fonts. The answer stands at the top, then the
 * pictures, the numbers, every run, and how it was done. Equal studies give equal pages, byte for byte.
 */
export function studyHtml(study: Study): string {
  return pageOf(
    study.title,
    answerHeader(study),
    estimatesSection(study),
    effectsSection(study),
    learningSection(study),
    readingSection(study),
    runsSection(study),
    settingsSection(study),
    element("footer", {}, `Evenkeel ${study.environment.evenkeel}, ${instant(study.environment.date)}`),
  );
}

/** A page of its own with the style of all reports. */
export function pageOf(title: string, ...content: Child[]): string {
  const head = element(
    "head",
    {},
    element("meta", { charset: "utf-8" }),
    element("meta", { "http-equiv": "Content-Security-Policy", content: POLICY }),
    element("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    element("title", {}, title),
    element("style", {}, new Markup(pageStyle())),
  );
  const main = element("main", {}, content);
  return `<!doctype html>\n${element("html", { lang: "en" }, head, element("body", {}, main)).source}\n`;
}
