import { texts } from "../texts/language.ts";

/** What an option is called in the language of the page: "learning rate" for learningRate. */
export function nameOf(option: string): string {
  const { names } = texts().controls;
  if (Object.hasOwn(names, option)) return names[option];
  return option.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
