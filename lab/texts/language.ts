import { signal } from "@preact/signals";
import { en } from "./en/index.ts";
import type { Widened } from "./widened.ts";

/** The languages of the lab, by their codes. */
export const LANGUAGES = { en: "English", zh: "简体中文" } as const;
export type Language = keyof typeof LANGUAGES;

/** All words of the page in one language, room by room. */
export type Texts = Widened<typeof en>;

/** Words of other languages come with `loadLanguage`. */
const TEXTS: Partial<Record<Language, Texts>> = {};

/** The language that is shown. */
export const language = signal<Language>("en");

/** The words of the page as it is shown now. */
export function texts(): Texts {
  return TEXTS[language.value] ?? en;
}

/** Makes words known that were loaded. */
export function addTexts(code: Language, words: Texts): void {
  TEXTS[code] = words;
}
