import * as v from "valibot";
import { type Cured, isCured } from "../../doctor/cure/cured.ts";
import type { DoctorReport } from "../../doctor/diagnose.ts";
import type { Finding } from "../../doctor/finding.ts";
import { type Checks, custom, optional, resolveOptions } from "../../options.ts";
import { element, type Markup } from "../page/markup.ts";
import { page } from "../page/page.ts";
import { answer, section } from "../page/parts.ts";
import { grouped, headline } from "./checked-words.ts";
import { expectReport } from "./expect-report.ts";
import { diseaseSection } from "./section/disease.ts";
import { curedSection, examinedSection } from "./section/examined.ts";
import { trialsSection } from "./section/trials.ts";
import { titleOf } from "./title-of.ts";
import { endInWords } from "./trial-words.ts";

/** What a page of the doctor tells besides what was found. */
export interface DoctorHtmlOptions {
  /** The title of the page. "What the doctor found" by default. */
  title?: string;
  /** What was examined, in short: model, data, date. None by default. */
  facts?: readonly string[];
  /** The command that examines it again. None by default. */
  again?: string;
}

const text = v.string();

export const OPTIONS = {
  title: custom(text, "What the doctor found", "a string"),
  facts: custom<readonly string[]>(v.array(text), [], "a list of strings"),
  again: optional(custom(text, undefined, "a string")),
} satisfies Checks<DoctorHtmlOptions>;

/**
 * What the doctor found, as one self-contained page: each disease with its signal as a picture, before and after the cure
 * where there was one, its signs, what it means and what to do; what follows from it; which advice was tried; the cured
 * recipe. Pictures are there where they were asked for.
 * @returns a page that needs nothing else, as text.
 * @throws a usage error for what neither `diagnose` nor `cure` gave, and for unknown options.
 * @example
 * const page = doctorHtml(await cure({ data: "digits", model: "mlp", scaling: "none" }, { pictures: true }));
 */
export function doctorHtml(report: DoctorReport | Cured, options: DoctorHtmlOptions = {}): string {
  expectReport("doctorHtml", report);
  const { title, facts, again } = resolveOptions("doctorHtml", OPTIONS, options);
  const cures = isCured(report) ? report.cures : [];
  const groups = grouped(report.findings);
  const diseases = groups.filter(({ cause }) => cause.severity !== "information");
  const notes = groups.filter(({ cause }) => cause.severity === "information").map(({ cause }) => cause);
  const main = element(
    "main",
    {},
    answer(title, facts, [headline(report), ...(isCured(report) ? [endInWords(report)] : [])]),
    diseases.map(({ cause, consequences }, i) => diseaseSection(cause, consequences, cures, i + 1)),
    trialsSection(cures, isCured(report) ? report.backend : undefined),
    isCured(report) && curedSection(report),
    notesSection(notes),
    examinedSection(report, again),
  );
  return page(title, main);
}

/** What is worth knowing, and no warning. */
function notesSection(notes: readonly Finding[]): Markup | undefined {
  if (notes.length === 0) return undefined;
  const told = notes.map(({ diagnosis, meaning, advice, source }) => [
    element(
      "p",
      {},
      element("strong", {}, `${titleOf(diagnosis)}. `),
      `${meaning} ${advice.map((each) => `${each.text}.`).join(" ")}`,
    ),
    element("p", { class: "facts" }, element("code", {}, diagnosis), ` · ${source}`),
  ]);
  return section("notes", "For information", told);
}
