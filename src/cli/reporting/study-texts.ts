import type { Study } from "../../compare/study.ts";
import { studyCsv } from "../../report/study/study-csv.ts";
import { studyHtml } from "../../report/study/study-html.ts";
import { studyJson } from "../../report/study/study-json.ts";
import { studyMarkdown } from "../../report/study/study-markdown.ts";
import type { ReportForm, ReportTexts } from "./report-files.ts";

/** What a study can be written as. */
export const STUDY_FORMS: readonly ReportForm[] = ["html", "md", "csv", "json"];

export function studyTexts(study: Study): ReportTexts {
  return {
    html: () => studyHtml(study),
    md: () => studyMarkdown(study),
    csv: () => studyCsv(study),
    json: () => studyJson(study),
  };
}
