import type { ChapterText } from "../../chapters/chapter.ts";
import type { Language } from "../language.ts";
import { en } from "./en.ts";

/** The words of each chapter, by language and by the chapter's name; those that `loadLanguage` has loaded. */
export const chapterTexts: Record<Language, Readonly<Record<string, ChapterText>>> = { en, zh: {} };
