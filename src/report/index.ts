// What is imported from "evenkeel/report": results as text for a terminal and as pages of their own.
export { findRateHtml, findRateText } from "./find-rate.ts";
export { studyHtml } from "./study/study-html.ts";
export { studyText } from "./words/text.ts";
