import { usageError } from "../../errors.ts";
import { isPlainObject } from "../../options/plain-object.ts";
import { show } from "../../options/show.ts";
import { duration } from "../../train/progress/duration.ts";
import { element } from "../page/markup.ts";
import { page } from "../page/page.ts";
import { answer } from "../page/parts.ts";
import { conclusionsOf } from "./run-conclusions.ts";
import type { RunReport } from "./run-report.ts";
import { calibrationSection } from "./section/calibration.ts";
import { columnsSection } from "./section/columns.ts";
import { confusionSection } from "./section/confusion.ts";
import { curvesSection } from "./section/curves.ts";
import { measuresSection } from "./section/measures.ts";
import { residualsSection } from "./section/residuals.ts";
import { stepsSection } from "./section/steps.ts";
import { wrongSection } from "./section/wrong.ts";

/**
 * A run as one self-contained page: what it says of new samples beside the simplest answer, its curves, the confusion
 * matrix or the residuals, calibration, the samples it is most wrong about, and the columns.
 * @param title the title of the page; by default it names the data.
 * @returns a page that needs nothing else, as text.
 * @throws a usage error for what `runReport` did not give.
 * @example
 * const page = runHtml(await runReport(run, data));
 */
export function runHtml(report: RunReport, title = `A model of ${Object(report).data}`): string {
  if (!isPlainObject(report) || !Array.isArray(report.history))
    throw usageError({ where: "runHtml", expected: "what runReport gave", received: show(report) });
  const { samples, parameters, seconds, backend, heads, judged } = report;
  const sizes = Object.entries(samples).map(([part, count]) => `${count.toLocaleString("en")} ${PARTS[part]}`);
  const facts = [...sizes, `${parameters.toLocaleString("en")} parameters`, duration(seconds), backend];
  const main = element(
    "main",
    {},
    answer(title, facts, conclusionsOf(report)),
    measuresSection(report),
    curvesSection(report),
    stepsSection(report),
    (heads ?? [report]).flatMap((one) => JUDGED.map((section) => section({ ...one, judged }))),
    columnsSection(report),
  );
  return page(title, main);
}

/** What is shown of each output. */
const JUDGED = [confusionSection, residualsSection, calibrationSection, wrongSection];

const PARTS: Readonly<Record<string, string>> = {
  train: "training samples",
  validation: "validation samples",
  test: "test samples",
};
