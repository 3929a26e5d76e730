import pc from "picocolors";
import type { Effect, Study, StudyTable } from "../../compare/study.ts";
import { counted, signed } from "../../compare/words/number-words.ts";
import { shortened } from "../../options/show.ts";
import { type Checks, count, flag, optional, resolveOptions } from "../../options.ts";
import { duration } from "../../train/progress/duration.ts";
import { aligned } from "../words/aligned.ts";
import { evidenceInWords } from "../words/evidence-in-words.ts";
import {
  ABSENT,
  cutNote,
  interval,
  meanOf,
  pInColumn,
  runsInWords,
  signedInterval,
  unbroken,
  withoutSharedStart,
} from "../words/format.ts";
import { printable, printableData } from "../words/printable.ts";
import { simplestInWords } from "../words/simplest-in-words.ts";
import { unitOf } from "../words/unit-of.ts";
import { hanging, length, type Paint, wrap } from "../words/wrap.ts";
import { expectStudy } from "./expect-study.ts";
import { cellText } from "./section/further.ts";

const GAP = "  ";
/** Below this the numbers of a table have no room. */
const NARROWEST_TABLE = 76;
const NARROWEST_NAME = 8;

/** How a study is shown in a terminal. */
export interface StudyTextOptions {
  /** Whether it is colored, by the codes of terminals. */
  color?: boolean;
  /** Columns that no line exceeds. */
  width?: number;
}

export const OPTIONS = { color: optional(flag(false)), width: optional(count(80)) } satisfies Checks<StudyTextOptions>;

/**
 * A study for the terminal: a table of the variants, a verdict on each, and the conclusions. Everything fits `width`
 * columns (80 by default): sentences are wrapped and names shortened, and if a table does not fit, the numbers stand below
 * each variant's name.
 * @throws a usage error for what is no study, and for unknown options.
 * @example
 * console.log(studyText(await compare({ vary: { dropout: [0, 0.5] } }), { width: 100 }));
 */
export function studyText(given: Study, options: StudyTextOptions = {}): string {
  expectStudy("studyText", given);
  const study = shown(given);
  const { color = false, width = 80 } = resolveOptions("studyText", OPTIONS, options);
  const colors = pc.createColors(color);
  const others = study.effects.filter(({ variant }) => variant !== study.baseline);
  const note = cutNote(study.effects.flatMap(({ value, difference }) => [value, difference]));
  return [
    ...wrap(study.title, width).map(colors.bold),
    ...(study.question === undefined ? [] : wrap(study.question, width)),
    ...wrap(summary(study), width).map(colors.dim),
    "",
    ...(width < NARROWEST_TABLE ? list(study, width, colors) : table(study, width, colors)),
    ...[note, simplestInWords(study) ?? ""].flatMap((text) =>
      text === "" ? [] : wrap(unbroken(text), width).map(colors.dim),
    ),
    "",
    ...others.flatMap(({ variant, verdict }) => hanging(`${variant}: `, verdict, width, colors.bold)),
    "",
    ...evidence(study, width, colors),
    ...(study.tables ?? []).flatMap((each) => furtherText(each, width, colors)),
    colors.bold("Conclusions"),
    ...study.conclusions.flatMap((sentence) => hanging("• ", sentence, width)),
    "",
  ].join("\n");
}

type Colors = ReturnType<typeof pc.createColors>;

/** What other tests say, a paragraph for each variant; nothing where they say nothing. */
function evidence(study: Study, width: number, colors: Colors): string[] {
  const said = study.effects.flatMap((effect) => {
    const text = evidenceInWords(effect, study);
    return text === "" ? [] : hanging(`${effect.variant}: `, `${text}.`, width).map(colors.dim);
  });
  return said.length === 0 ? [] : [colors.bold("Further tests"), ...said, ""];
}

/** The study without anything that the terminal would obey. */
function shown(study: Study): Study {
  const { title, question, conclusions, environment, baseline } = study;
  return {
    ...study,
    ...printableData({ title, conclusions, environment }),
    ...(question === undefined ? {} : { question: printable(question) }),
    unit: unitOf(study),
    metric: printable(study.metric),
    baseline: printable(baseline),
    effects: study.effects.map((effect) => ({
      ...effect,
      variant: printable(effect.variant),
      verdict: printable(effect.verdict),
    })),
  };
}

/** A table of what was measured besides, and what it means. */
function furtherText({ title, columns, rows, note }: StudyTable, width: number, colors: Colors): string[] {
  const cells = rows.map((row) => columns.map((column) => printable(cellText(row[column.name], column.unit))));
  const lines = aligned([columns.map(({ heading }) => printable(heading)), ...cells], (column) => column === 0);
  const [head, ...below] = lines.map((each) => shortened(each, width));
  return [
    ...wrap(printable(title), width).map(colors.bold),
    head,
    ...below,
    ...wrap(unbroken(printable(note)), width).map(colors.dim),
    "",
  ];
}

function summary(study: Study): string {
  const { effects, seeds, seconds, environment } = study;
  const size = `${counted(effects.length, "variant")}, ${counted(seeds.length, "seed")}, ${runsInWords(study)}`;
  return `${size} in ${duration(seconds)} (${environment.backend})`;
}

/** In place of the table: each variant's name, and its numbers below it. */
function list(study: Study, width: number, colors: Colors): string[] {
  const indented = (text: string) => wrap(unbroken(text), width - 2).map((line) => `  ${line}`);
  return study.effects.flatMap((effect) => {
    const [variant, mean, interval, difference, between, p] = cells(effect, study) as [string, ...string[]];
    const compared = effect.variant === study.baseline ? "the baseline" : `${difference} (${between}), p ${p}`;
    const paint = paintOf(effect, study, colors);
    return [
      ...wrap(variant, width).map(colors.bold),
      ...indented(`test ${study.metric} ${mean} (${interval})`),
      ...indented(`difference: ${compared}`).map(paint),
    ];
  });
}

function table(study: Study, width: number, colors: Colors): string[] {
  const unit = unitOf(study) === "share" ? "(points)" : "";
  const headings = [
    ["variant", `test ${study.metric}`, "95 %", "difference", "95 %", "p"],
    ["", "(mean)", "interval", unit, "interval", ""],
  ];
  const wide = study.effects.map((effect) => cells(effect, study));
  const [room] = fitTo(columnWidths([...headings, ...wide]), width);
  const names = withoutSharedStart(
    study.effects.map(({ variant }) => variant),
    room,
  );
  const rows = wide.map(([, ...numbers], i) => [names[i], ...numbers]);
  const widths = fitTo(columnWidths([...headings, ...rows]), width);
  const rule = colors.dim("─".repeat(widths.reduce((sum, each) => sum + each) + GAP.length * (widths.length - 1)));
  return [
    ...headings.map((row) => colors.bold(line(row, widths))),
    rule,
    ...rows.map((row, i) => line(row, widths, paintOf(study.effects[i], study, colors))),
  ];
}

function cells({ variant, value, difference }: Effect, study: Study): string[] {
  const unit = unitOf(study);
  const numbers = [meanOf(value, unit), interval(value, unit)];
  if (variant === study.baseline) return [variant, ...numbers, "base", "", ""];
  if (difference === undefined) return [variant, ...numbers, ABSENT, ABSENT, ABSENT];
  const { mean, p } = difference;
  return [variant, ...numbers, signed(mean, unit), signedInterval(difference, unit), pInColumn(p)];
}

/** Green for better, red for worse, plain where the interval includes 0 or there is none. */
function paintOf({ difference }: Effect, { higherIsBetter }: Study, colors: Colors): Paint {
  const { low, high } = difference ?? {};
  if (low === undefined || high === undefined || (low <= 0 && high >= 0)) return String;
  return low > 0 === higherIsBetter ? colors.green : colors.red;
}

function columnWidths(rows: readonly string[][]): number[] {
  return rows[0].map((_, column) => Math.max(...rows.map((row) => length(row[column]))));
}

/** Makes the first column narrower if the table is too wide. */
function fitTo([first, ...others]: readonly number[], width: number): number[] {
  const room = width - others.reduce((sum, each) => sum + each + GAP.length, 0);
  return [Math.min(first, Math.max(room, NARROWEST_NAME)), ...others];
}

/** One row: the name at the left, numbers at the right, colored from the difference on. */
function line(row: readonly string[], widths: readonly number[], paint: Paint = String): string {
  const padded = row.map((cell, column) => {
    const gap = " ".repeat(Math.max(0, widths[column] - length(cell)));
    return column === 0 ? shorten(cell, widths[0]) + gap : gap + cell;
  });
  return padded.slice(0, 3).join(GAP) + GAP + paint(padded.slice(3).join(GAP).trimEnd());
}

/** A name shortened in the middle: the ends tell names apart. */
function shorten(text: string, width: number): string {
  if (length(text) <= width) return text;
  const characters = Array.from(text);
  const start = Math.ceil((width - 1) / 2);
  return `${characters.slice(0, start).join("")}…${characters.slice(start + 1 - width).join("")}`;
}
