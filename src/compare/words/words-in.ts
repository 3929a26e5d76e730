import { english } from "./english.ts";
import type { Words } from "./words.ts";

/** The languages that verdicts and conclusions are written in. */
export const LANGUAGES = ["en", "zh"] as const;
export type StudyLanguage = (typeof LANGUAGES)[number];

/** The words of a language; those other than English are loaded when they are asked for. */
export async function wordsIn(language: StudyLanguage): Promise<Words> {
  return language === "zh" ? (await import("./chinese/chinese.ts")).chinese : english;
}
