import type { Chapter, ChapterText } from "../chapters/chapter.ts";
import { chapterTexts } from "../texts/chapters/index.ts";
import { language } from "../texts/language.ts";

/** The words of a chapter in the language of the page; in English where it has no others. */
export function chapterText({ name }: Chapter): ChapterText | undefined {
  return chapterTexts[language.value][name] ?? chapterTexts.en[name];
}
