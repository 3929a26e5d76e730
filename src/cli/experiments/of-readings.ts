import { compareReadings } from "../../compare/readings/compare-readings.ts";
import type { ReadingExperiment } from "../../compare/readings/reading-experiment.ts";
import { outcomesOf } from "../../compare/run-outcome.ts";
import type { StudyRun } from "../../compare/study.ts";
import { counted } from "../../compare/words/number-words.ts";
import { defined } from "../../options/defined.ts";
import { recipeOptions } from "../../recipe/recipe.ts";
import { studyText } from "../../report/study/study-text.ts";
import { duration } from "../../train/progress/duration.ts";
import { cacheFolder } from "../cache-folder.ts";
import { ProgressView } from "../progress.ts";
import { reportFiles } from "../reporting/report-files.ts";
import { STUDY_FORMS, studyTexts } from "../reporting/study-texts.ts";
import { unfinishedPlace } from "../unfinished-place.ts";
import { againCommand } from "./again.ts";
import { baseOf } from "./base-of.ts";
import type { CliExperiment } from "./cli-experiment.ts";
import { publish } from "./publish.ts";

/** An experiment that reads several variants off the same networks, for the command line. */
export function ofReadings(experiment: ReadingExperiment): CliExperiment {
  const { name, title, question, summary } = experiment;
  return {
    name,
    title,
    question,
    summary,
    reads: [...Object.keys(recipeOptions), "seeds", "parallel"],
    async run(request, host) {
      const reports = await reportFiles(request.reports, `reports/compare-${name}.html`, STUDY_FORMS);
      const base = baseOf(experiment, request.recipe);
      const { seed: _, ...identity } = base;
      const place = unfinishedPlace(request.checkpoint, reports[0].file.path, [name, identity]);
      const checkpoint = await place.writable(host);
      const view = new ProgressView(host);
      const seeds = request.seeds ?? experiment.seeds;
      const compared = await compareReadings(experiment, {
        base,
        seeds,
        ...defined({ parallel: request.parallel, checkpoint }),
        cache: cacheFolder(host),
        signal: host.signal,
        onSeed: (runs, done, total) => view.line(`${done}/${total}  ${seedLine(runs)}`),
      }).finally(() => view.done());
      const study = { ...compared, command: againCommand(request.words, seeds) };
      const { ended } = outcomesOf(study.runs, study.metric);
      const all = study.runs.length;
      const written = await publish(
        {
          study,
          reports,
          texts: studyTexts(study),
          text: studyText(study, { color: host.outColors.isColorSupported, width: host.width }),
          summary: `${counted(study.seeds.length * experiment.networks, "network")} in ${duration(study.seconds)}.`,
          json: request.json,
        },
        host,
      );
      if (ended === all && written) await place.end();
      else if (checkpoint !== undefined) host.err(place.goOn(`${ended} of ${counted(all, "result")}`));
      return written && study.runs.every(({ failure }) => failure === undefined) ? 0 : 1;
    },
  };
}

/** "seed 3: 1 network 85.40 %, 10 networks 88.10 %  2.3 s" */
function seedLine(runs: readonly StudyRun[]): string {
  const [{ seed, failure, seconds }] = runs;
  const results = runs.map(({ variant, test }) => `${variant} ${(100 * (test?.accuracy ?? 0)).toFixed(2)} %`);
  return `seed ${seed}: ${failure ?? results.join(", ")}  ${seconds.toFixed(1)} s`;
}
