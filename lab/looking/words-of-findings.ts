import { signal } from "@preact/signals";
import type { Advice, Finding } from "evenkeel";
import { type Language, language } from "../texts/language.ts";
import { FINDING_TITLES } from "./finding-titles.ts";

/** What another language says of findings. */
interface Words {
  findings: Readonly<Record<string, { title: string; meaning: string }>>;
  cures: Readonly<Record<string, string>>;
  /** Cures with numbers in them. */
  patterns: readonly (readonly [RegExp, string])[];
}

/** English is what the library itself says; other words are loaded with the first finding in their language. */
const LOAD = { zh: loadChinese };
const loaded = signal<Partial<Record<Language, Words>>>({});
const asked = new Set<Language>();

/** A text in the language of the page, or in English, where there is no other. */
interface Said {
  text: string;
  /** "en" for English on a page that is not. */
  lang: "en" | undefined;
}

/** The title of a finding and what it means, in the language of the page; in English until its words are there. */
export function wordsOf({ diagnosis, meaning }: Pick<Finding, "diagnosis" | "meaning">) {
  const titles: Readonly<Record<string, string>> = FINDING_TITLES;
  const found = words()?.findings[diagnosis];
  return { ...(found ?? { title: titles[diagnosis] ?? diagnosis, meaning }), translated: found !== undefined };
}

/** The title of a diagnosis in the language of the page. */
export function titleOf(diagnosis: string): string {
  return wordsOf({ diagnosis, meaning: "" }).title;
}

/** What a cure says. */
export function cureIn({ text }: Pick<Advice, "text">): Said {
  const { cures, patterns } = words() ?? {};
  const [pattern, said] = patterns?.find(([pattern]) => pattern.test(text)) ?? [];
  const found = cures?.[text] ?? (pattern && said && text.replace(pattern, said));
  return { text: found ?? text, lang: found === undefined && language.value !== "en" ? "en" : undefined };
}

function words(): Words | undefined {
  const now = language.value;
  if (now === "en") return undefined;
  if (!asked.has(now)) {
    asked.add(now);
    LOAD[now]().then(
      (words) => {
        loaded.value = { ...loaded.value, [now]: words };
      },
      () => asked.delete(now), // asked for again with the next finding; until then it is English
    );
  }
  return loaded.value[now];
}

async function loadChinese(): Promise<Words> {
  const [{ findingWords }, { cureWords, curePatterns }] = await Promise.all([
    import("./finding-words.zh.ts"),
    import("./cure-words.zh.ts"),
  ]);
  return { findings: findingWords, cures: cureWords, patterns: curePatterns };
}
