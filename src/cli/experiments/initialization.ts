import type { InitializationRun } from "../../compare/initialization/initialization-run.ts";
import {
  compareInitialization,
  type InitializationOptions,
} from "../../compare/initialization/initialization-study.ts";
import { initializationHtml } from "../../report/initialization/initialization-html.ts";
import { initializationText } from "../../report/initialization/initialization-text.ts";
import { duration } from "../../train/progress/duration.ts";
import { ProgressView } from "../progress.ts";
import { reportFiles } from "../reporting/report-files.ts";
import { unfinishedPlace } from "../unfinished-place.ts";
import type { CliExperiment } from "./cli-experiment.ts";
import { publish } from "./publish.ts";

/** `evenkeel compare initialization --depth 30 --activation tanh`: depth counts hidden layers, width their units. */
export const initialization: CliExperiment = {
  name: "initialization",
  formerly: ["initialisation"],
  title: "Initial weights of a deep network",
  question: "Which initial weights keep the signals of a deep network in range, and which networks learn?",
  summary: "Shows how initial weights make signals explode, vanish or hold in a deep network, and what that costs.",
  reads: ["depth", "width", "activation", "epochs", "learningRate", "batchSize", "trainSize", "seed", "parallel"],
  async run(request, host) {
    const reports = await reportFiles(request.reports, "reports/compare-initialization.html", ["html"]);
    const place = unfinishedPlace(request.checkpoint, reports[0].file.path, request.recipe);
    const checkpoint = await place.writable(host);
    const view = new ProgressView(host);
    const study = await compareInitialization({
      ...(request.recipe as InitializationOptions),
      parallel: request.parallel,
      checkpoint,
      signal: host.signal,
      onRun: (run, done, total) => view.line(`${done}/${total}  ${runLine(run)}`),
    }).finally(() => view.done());
    const { runs, planned, seconds } = study;
    const written = await publish(
      {
        study,
        reports,
        texts: { html: () => initializationHtml(study) },
        text: initializationText(study, { color: host.outColors.isColorSupported, width: host.width }),
        summary: `${runs.length} of ${planned} networks in ${duration(seconds)}.`,
        json: request.json,
      },
      host,
    );
    if (written && runs.length + study.broken.length === planned) await place.end();
    else if (checkpoint !== undefined) host.err(place.goOn(`${runs.length} of ${planned} networks`));
    return written && runs.length === planned ? 0 : 1;
  },
};

/** "plain, He: loss 1.234  0.6 s" */
function runLine({ scheme, variant, losses, failure, seconds }: InitializationRun): string {
  const result = failure === undefined ? `loss ${losses.at(-1)?.toFixed(3)}` : "diverged";
  return `${variant}, ${scheme}: ${result}  ${seconds.toFixed(1)} s`;
}
