import type { Study } from "../../compare/study.ts";
import type { TourStop } from "../../compare/tour/tour-stops.ts";
import { duration } from "../../train/progress/duration.ts";
import { element, type Markup } from "../page/markup.ts";
import { page } from "../page/page.ts";
import { answer, section } from "../page/parts.ts";
import { estimatePictures } from "../study/section/estimates.ts";
import { instant, unbroken } from "../words/format.ts";
import { TOUR_TITLE, verdictsOf } from "./tour-text.ts";

/** The studies of the tour on one page: all verdicts, then each with its pictures. */
export function tourHtml(stops: readonly { stop: TourStop; study: Study }[]): string {
  const [{ study: first }] = stops;
  const seconds = stops.reduce((sum, { study }) => sum + study.seconds, 0);
  const runs = stops.reduce((sum, { study }) => sum + study.runs.length, 0);
  const facts = [`${stops.length} comparisons`, `${runs} runs`, duration(seconds), instant(first.environment.date)];
  const verdicts = stops.flatMap(({ stop, study }) =>
    verdictsOf(study).map((verdict) => [element("strong", {}, `${stop.title}: `), unbroken(verdict)]),
  );
  const main = element(
    "main",
    {},
    answer(TOUR_TITLE, facts, verdicts),
    stops.map(sectionOf),
    element("footer", {}, `Evenkeel ${first.environment.evenkeel}, ${instant(first.environment.date)}`),
  );
  return page(TOUR_TITLE, main);
}

function sectionOf({ stop, study }: { stop: TourStop; study: Study }): Markup {
  return section(
    stop.name,
    stop.title,
    element("p", { class: "question" }, stop.question),
    verdictsOf(study).map((verdict) => element("p", {}, unbroken(verdict))),
    element("p", {}, unbroken(stop.point)),
    study.effects.some(({ value }) => value.count > 0) && estimatePictures(study, `${stop.name}-`),
  );
}
