import { resolve } from "node:path";
import {
  compareInitialisation,
  type InitialisationOptions,
} from "../../compare/initialisation/initialisation-study.ts";
import { usageError } from "../../errors.ts";
import { writeFileWhole } from "../../files.ts";
import { activationOption } from "../../model/named-layers.ts";
import { count, type Option } from "../../options.ts";
import type { RecipeInput } from "../../recipe/recipe.ts";
import { duration } from "../../report/format.ts";
import { initialisationHtml } from "../../report/initialisation-html.ts";
import { initialisationText } from "../../report/initialisation-text.ts";
import type { Host } from "../host.ts";
import { ProgressView } from "../progress.ts";
import { readValue } from "../recipe-flags.ts";

export const INITIALISATION = {
  name: "initialisation",
  summary: "Shows how first weights make signals explode, vanish or hold in a deep network, and what that costs.",
};

/** Flags that this experiment has for itself. */
export const INITIALISATION_FLAGS: Readonly<Record<string, Option<unknown>>> = {
  depth: count(30, "hidden layers"),
  width: count(64, "units of each hidden layer"),
  activation: activationOption("relu"),
};

/** The keys of a recipe that it heeds. */
const HEEDED = ["epochs", "learningRate", "batchSize", "trainSize", "seed"] as const;

/** `evenkeel compare initialisation --depth 30 --activation tanh` */
export async function runInitialisation(
  flags: Readonly<Record<string, unknown>>,
  given: RecipeInput,
  host: Host,
): Promise<void> {
  const other = Object.keys(given).find((key) => !(HEEDED as readonly string[]).includes(key));
  if (other !== undefined || flags.vary !== undefined || flags.seeds !== undefined)
    throw usageError({
      where: "compare initialisation",
      expected: `no flags but depth, width, activation, parallel, ${HEEDED.join(", ")}`,
      received: other ?? (flags.vary === undefined ? "seeds" : "vary"),
    });
  const own = Object.fromEntries(
    ["depth", "width", "activation", "parallel"].flatMap((flag) => {
      const text = flags[flag];
      const option = INITIALISATION_FLAGS[flag] ?? count(undefined);
      return typeof text === "string" ? [[flag, readValue(`--${flag}`, option, text)]] : [];
    }),
  );
  const view = new ProgressView(host);
  const study = await compareInitialisation({
    ...(given as InitialisationOptions),
    ...own,
    signal: host.signal,
    onRun: ({ law, form, losses, failure, seconds }, done, total) =>
      view.line(
        `${done}/${total}  ${form}, ${law}: ${failure === undefined ? `loss ${losses.at(-1)?.toFixed(3)}` : "diverged"}  ${seconds.toFixed(1)} s`,
      ),
  }).finally(() => view.done());
  const report = resolve((flags.report as string | undefined) ?? "reports/compare-initialisation.html");
  await writeFileWhole(report, initialisationHtml(study));
  if (flags.json === true) host.out(JSON.stringify({ ...study, report }));
  else {
    host.out(initialisationText(study, { color: host.outColors.isColorSupported }));
    host.out(`${study.runs.length} runs in ${duration(study.seconds)}. Report: ${report}`);
  }
}
