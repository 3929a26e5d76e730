import { signal } from "@preact/signals";
import type { TrickDefinition } from "evenkeel";
import { language } from "../texts/language.ts";

/** What the catalogue says in Chinese; loaded when it is first asked for. */
const chinese = signal<typeof import("../texts/catalogue.zh.ts") | undefined>(undefined);

/** What a trick does, in the language of the page. */
export function summaryOf({ name, summary }: TrickDefinition): string {
  return words()?.trickInChinese(name) ?? summary;
}

/** What an option does, in the language of the page. */
export function wordsOfOption(owner: string, option: string, doc: string): string {
  return words()?.optionInChinese(owner, option) ?? doc;
}

/** Undefined in English, and until it is there. */
function words() {
  if (language.value !== "zh") return undefined;
  if (chinese.value === undefined)
    import("../texts/catalogue.zh.ts").then(
      (loaded) => {
        chinese.value = loaded;
      },
      () => {}, // the words of the library stay
    );
  return chinese.value;
}
