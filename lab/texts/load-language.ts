import { chapterTexts } from "./chapters/index.ts";
import { addTexts, type Language } from "./language.ts";

/** Loads the words of a language. English is always there. */
export async function loadLanguage(code: Language): Promise<void> {
  if (code === "en") return;
  const [{ zh }, chapters] = await Promise.all([import("./zh/index.ts"), import("./chapters/zh.ts")]);
  addTexts(code, zh);
  chapterTexts[code] = chapters.zh;
}
