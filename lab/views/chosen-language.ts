import { effect, signal } from "@preact/signals";
import { LANGUAGES, type Language, language } from "../texts/language.ts";
import { loadLanguage } from "../texts/load-language.ts";
import { remember, remembered } from "./remembered.ts";

/** What the codes of languages are in HTML. */
const TAGS: Record<Language, string> = { en: "en", zh: "zh-Hans" };

/** The language whose words could not be loaded. */
export const missingLanguage = signal<Language | undefined>(undefined);

const known = (code: string | undefined) => (Object.keys(LANGUAGES) as Language[]).find((each) => each === code);

/** Begins with the language that was chosen before, or one that the browser asks for, and tells the page of each change. */
export function applyLanguage(): void {
  const asked = navigator.languages.map((tag) => known(tag.split("-")[0])).find((each) => each !== undefined);
  show(known(remembered("language")) ?? asked ?? "en");
  effect(() => {
    document.documentElement.lang = tagOf(language.value);
  });
}

export function chooseLanguage(code: Language): void {
  show(code);
  remember("language", code);
}

/** Shows the page in a language as soon as its words are there; where they cannot be loaded it stays as it is, and says so. */
function show(code: Language): void {
  loadLanguage(code).then(
    () => {
      language.value = code;
      missingLanguage.value = undefined;
    },
    () => {
      missingLanguage.value = code;
    },
  );
}

export function tagOf(code: Language): string {
  return TAGS[code];
}
