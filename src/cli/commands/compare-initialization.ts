import {
  compareInitialization,
  type InitializationOptions,
} from "../../compare/initialization/initialization-study.ts";
import { usageError } from "../../errors.ts";
import { writeFileWhole } from "../../files.ts";
import { count } from "../../options.ts";
import { LIMITS } from "../../recipe/limits.ts";
import type { RecipeInput } from "../../recipe/recipe.ts";
import { initializationHtml } from "../../report/initialization/initialization-html.ts";
import { initializationText } from "../../report/initialization/initialization-text.ts";
import { duration } from "../../train/progress/duration.ts";
import type { ExitCode } from "../command.ts";
import type { Host } from "../host.ts";
import { outputFile } from "../output-file.ts";
import { ProgressView } from "../progress.ts";
import { readValue } from "../recipe-flags.ts";
import { asError, tellFailure } from "../tell-failure.ts";

export const INITIALIZATION = {
  name: "initialization",
  title: "Initial weights of a deep network",
  summary: "Shows how initial weights make signals explode, vanish or hold in a deep network, and what that costs.",
};

/** The keys of a recipe that it heeds; depth counts hidden layers here, width their units. */
const HEEDED: readonly string[] = [
  ...["depth", "width", "activation", "epochs", "learningRate", "batchSize", "trainSize", "seed"],
];

/** `evenkeel compare initialization --depth 30 --activation tanh` */
export async function runInitialization(
  flags: Readonly<Record<string, unknown>>,
  given: RecipeInput,
  host: Host,
): Promise<ExitCode> {
  const other = Object.keys(given).find((key) => !HEEDED.includes(key));
  if (other !== undefined || flags.vary !== undefined || flags.seeds !== undefined)
    throw usageError({
      where: "compare initialization",
      expected: `no flags but ${HEEDED.join(", ")} and parallel`,
      received: other ?? (flags.vary === undefined ? "seeds" : "vary"),
    });
  const parallel =
    typeof flags.parallel === "string"
      ? (readValue("--parallel", count(undefined, "", 1, LIMITS.threads), flags.parallel) as number)
      : undefined;
  const report = await outputFile((flags.report as string | undefined) ?? "reports/compare-initialization.html");
  const view = new ProgressView(host);
  const study = await compareInitialization({
    ...(given as InitializationOptions),
    ...(parallel === undefined ? {} : { parallel }),
    signal: host.signal,
    onRun: ({ law, form, losses, failure, seconds }, done, total) =>
      view.line(
        `${done}/${total}  ${form}, ${law}: ${failure === undefined ? `loss ${losses.at(-1)?.toFixed(3)}` : "diverged"}  ${seconds.toFixed(1)} s`,
      ),
  }).finally(() => view.done());
  const failed = await report.write((path) => writeFileWhole(path, initializationHtml(study)));
  if (flags.json === true) host.out(JSON.stringify({ ...study, report: report.path, ...asError(failed) }));
  else {
    host.out(initializationText(study, { color: host.outColors.isColorSupported, width: host.width }));
    const told = failed === undefined ? ` Report: ${report.path}` : "";
    host.out(`${study.runs.length} of ${study.planned} networks in ${duration(study.seconds)}.${told}`);
  }
  tellFailure(failed, host);
  return failed === undefined && study.runs.length === study.planned ? 0 : 1;
}
