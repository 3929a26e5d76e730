// What is imported from "evenkeel/report": results as text for a terminal and as self-contained pages.
export { columnsText } from "./columns-text.ts";
export { type DoctorHtmlOptions, doctorHtml } from "./doctor/doctor-html.ts";
export { type DoctorTextOptions, doctorText } from "./doctor/doctor-text.ts";
export { findRateHtml } from "./find-rate/find-rate-html.ts";
export { findRateText } from "./find-rate/find-rate-text.ts";
export { runHtml } from "./run/run-html.ts";
export { type HeadJudgement, type RunReport, runReport } from "./run/run-report.ts";
export { studyCsv } from "./study/study-csv.ts";
export { studyHtml } from "./study/study-html.ts";
export { studyJson } from "./study/study-json.ts";
export { studyMarkdown } from "./study/study-markdown.ts";
export { type StudyTextOptions, studyText } from "./study/study-text.ts";
