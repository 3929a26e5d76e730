import { outcomeOf, outcomesOf } from "../../compare/run-outcome.ts";
import type { Study, StudyTable } from "../../compare/study.ts";
import { counted } from "../../compare/words/number-words.ts";
import { duration } from "../../train/progress/duration.ts";
import { measuresOf } from "../chart/learning.ts";
import { evidenceInWords } from "../words/evidence-in-words.ts";
import { cutNote, instant, runsInWords } from "../words/format.ts";
import { markdownBlock, markdownCode, markdownTable, markdownText } from "../words/markdown.ts";
import { simplestInWords } from "../words/simplest-in-words.ts";
import { againOf } from "./data/again-of.ts";
import { curveData } from "./data/curve-data.ts";
import { curvesOf, partName } from "./data/curves-of.ts";
import { effectCells, effectColumns } from "./data/effect-cells.ts";
import { shownChanges, shownSettings } from "./data/shown-settings.ts";
import { studyFacts } from "./data/study-facts.ts";
import { expectStudy } from "./expect-study.ts";
import { cellText } from "./section/further.ts";

/** Rows of a table of learning curves. */
const EPOCHS = 12;

/**
 * A study as Markdown (GitHub's), for a pull request or a notebook: the conclusions, a table of all variants with a verdict on
 * each, what was measured besides, the learning curves in few rows, how to run it again, settings and versions.
 * @returns the text.
 * @throws a usage error for what is no study.
 * @example
 * const text = studyMarkdown(await compare({ vary: { dropout: [0, 0.5] } }));
 */
export function studyMarkdown(study: Study): string {
  expectStudy("studyMarkdown", study);
  const { title, question, effects, seeds, seconds, environment, conclusions, tables = [] } = study;
  const size = [counted(effects.length, "variant"), counted(seeds.length, "seed"), runsInWords(study)];
  const facts = [...size, duration(seconds), environment.backend, instant(environment.date)];
  const parts = [
    `# ${markdownText(title)}`,
    question === undefined ? "" : `*${markdownText(question)}*`,
    markdownText(facts.join(" · ")),
    list(conclusions),
    ...variantParts(study),
    ...tables.flatMap(tableParts),
    ...curveParts(study),
    ...againParts(study),
    "## Settings and versions",
    changesTable(study),
    markdownTable(
      [{ heading: "Fact" }, { heading: "Value" }],
      studyFacts(study).map((row) => row.map(markdownText)),
    ),
    markdownTable(
      [{ heading: "Setting of the base recipe" }, { heading: "Value" }],
      shownSettings(study).map((row) => row.map(markdownCode)),
    ),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function variantParts(study: Study): string[] {
  const { effects, baseline, metric, runs } = study;
  const cut = cutNote(effects.flatMap(({ value, difference }) => [value, difference]));
  const verdicts = effects
    .filter(({ variant }) => variant !== baseline)
    .map((effect) => {
      const further = evidenceInWords(effect, study);
      const more = further === "" ? "" : ` Further tests: ${markdownText(further)}.`;
      return `- **${markdownText(effect.variant)}**: ${markdownText(effect.verdict)}${more}`;
    });
  const { failed } = outcomesOf(runs, metric);
  return [
    "## All variants",
    markdownTable(
      [{ heading: "Variant" }, ...effectColumns(study)],
      effects.map((effect) => [effect.variant, ...effectCells(effect, study)].map(markdownText)),
    ),
    markdownText([cut, simplestInWords(study) ?? ""].filter(Boolean).join(" ")),
    verdicts.join("\n"),
    failed === 0 ? "" : `${counted(failed, "run")} failed:`,
    failedRuns(study),
  ];
}

/** Why runs failed, one line each. */
function failedRuns({ runs, metric }: Study): string {
  return runs
    .filter((run) => outcomeOf(run, metric) === "failed")
    .slice(0, MOST_FAILED)
    .map(
      ({ variant, seed, failure = "a test number is not finite" }) =>
        `- ${markdownText(`${variant}, seed ${seed}: ${failure}`)}`,
    )
    .join("\n");
}

const MOST_FAILED = 20;

function tableParts({ title, columns, rows, note }: StudyTable): string[] {
  const headings = columns.map(({ heading, unit }) => ({ heading, number: unit !== undefined }));
  const cells = rows.map((row) => columns.map(({ name, unit }) => markdownText(cellText(row[name], unit))));
  return [`## ${markdownText(title)}`, markdownTable(headings, cells), markdownText(note)];
}

/** The curves of the study's metric and of the loss. */
function curveParts(study: Study): string[] {
  const parts = measuresOf(study.runs, study.metric).flatMap((measure) => {
    if (measure !== study.metric && measure !== "loss") return [];
    const { variants, part, unit } = curvesOf(study, measure);
    const curves = variants.map(({ name, ...each }) => ({ name, points: each[part] }));
    const { columns, rows, note } = curveData(curves, unit, EPOCHS);
    if (rows.length === 0) return [];
    const table = markdownTable(
      columns,
      rows.map((row) => row.map(markdownText)),
    );
    return [`### ${markdownText(`${partName(part)} ${measure} by epoch`)}`, table, markdownText(note)];
  });
  return parts.length === 0 ? [] : ["## Learning curves", ...parts];
}

function againParts(study: Study): string[] {
  const { words, command } = againOf(study);
  return [
    "## How to run it again",
    markdownText(words),
    ...(command === undefined ? [] : [markdownBlock("sh", command)]),
  ];
}

function changesTable(study: Study): string {
  const changes = shownChanges(study);
  if (changes.length === 0) return "";
  const columns = [{ heading: "Variant" }, { heading: `Changes to ${study.baseline}` }];
  return markdownTable(
    columns,
    changes.map(([variant, changed]) => [markdownText(variant), markdownCode(changed)]),
  );
}

function list(sentences: readonly string[]): string {
  return sentences.map((sentence) => `- ${markdownText(sentence)}`).join("\n");
}
