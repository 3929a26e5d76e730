import { compare } from "../../compare/compare.ts";
import { outcomesOf } from "../../compare/run-outcome.ts";
import type { Study } from "../../compare/study.ts";
import { TOUR, type TourStop } from "../../compare/tour/tour-stops.ts";
import { counted } from "../../compare/words/number-words.ts";
import { defined } from "../../options/defined.ts";
import { studyMarkdown } from "../../report/study/study-markdown.ts";
import { tourHtml } from "../../report/tour/tour-html.ts";
import { TOUR_TITLE, tourText } from "../../report/tour/tour-text.ts";
import { duration } from "../../train/progress/duration.ts";
import { compareLines, ProgressView } from "../progress.ts";
import { reportFiles } from "../reporting/report-files.ts";
import { unfinishedPlace } from "../unfinished-place.ts";
import type { CliExperiment } from "./cli-experiment.ts";
import { publish } from "./publish.ts";

/** `evenkeel compare tour`, which `npm start` runs: three comparisons, and one report of all. */
export const tour: CliExperiment = {
  name: "tour",
  title: TOUR_TITLE,
  question: "What does a trick do beyond doubt, what a little, and what does not show?",
  summary: "A first look in about a minute: batch normalization, dropout on few digits, and dropout on many.",
  reads: ["seeds", "parallel"],
  async run(request, host) {
    const reports = await reportFiles(request.reports, "reports/compare-tour.html", ["html", "md"]);
    const place = unfinishedPlace(request.checkpoint, reports[0].file.path, TOUR);
    const checkpoint = await place.writable(host);
    const view = new ProgressView(host);
    const stops: { stop: TourStop; study: Study }[] = [];
    try {
      for (const stop of TOUR) {
        const { name, title, question, base, vary, seeds } = stop;
        const study = await compare({
          title,
          question,
          base,
          vary,
          seeds: request.seeds ?? seeds,
          ...defined({ parallel: request.parallel, checkpoint: checkpoint && `${checkpoint}/${name}` }),
          signal: host.signal,
          onProgress: (progress) => view.draw(() => [`${title}`, ...compareLines(progress, host)]),
        });
        stops.push({ stop, study });
        if (host.signal.aborted) break;
        view.line(`${title}: ${counted(study.runs.length, "run")} in ${duration(study.seconds)}`);
      }
    } finally {
      view.done();
    }
    const studies = stops.map(({ study }) => study);
    const runs = studies.flatMap((study) => study.runs);
    const ended = studies.reduce((sum, study) => sum + outcomesOf(study.runs, study.metric).ended, 0);
    const whole = ended === runs.length && stops.length === TOUR.length;
    const seconds = studies.reduce((sum, study) => sum + study.seconds, 0);
    const written = await publish(
      {
        study: { title: TOUR_TITLE, studies },
        reports,
        texts: { html: () => tourHtml(stops), md: () => studies.map(studyMarkdown).join("\n") },
        text: tourText(stops, { color: host.outColors.isColorSupported, width: host.width }),
        summary: `${counted(ended, "run")} in ${duration(seconds)}${whole ? "" : ", then interrupted"}.`,
        json: request.json,
      },
      host,
    );
    if (whole && written) await place.end();
    else if (checkpoint !== undefined) host.err(place.goOn(counted(ended, "run")));
    return written && whole && runs.every(({ failure }) => failure === undefined) ? 0 : 1;
  },
};
