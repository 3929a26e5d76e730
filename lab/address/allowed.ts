import { nameIn } from "../controls/trick-named.ts";
import type { RecipeJson } from "../experiment.ts";
import { texts } from "../texts/language.ts";

/** Data that a page draws by itself, without files and downloads. */
export const DRAWN = ["blobs", "circles", "digits", "moons", "spirals"] as const;

/** Keys that name files, or that only a program can give. */
const NEVER = ["dataDirectory", "weights", "use"];

/** What a recipe asks for that a link must not, in words; undefined: nothing. */
export function notAllowed(recipe: RecipeJson): string | undefined {
  const words = texts().controls.address;
  const key = NEVER.find((name) => Object.hasOwn(recipe, name));
  if (key !== undefined) return words.neverKey(key);
  const { data } = recipe;
  if (data === undefined || (typeof data === "string" && isDrawn(data))) return undefined;
  return words.neverData(typeof data === "string" ? data : JSON.stringify(data), DRAWN.join(", "));
}

/** A name alone, or a call of it: "./digits" is a path. */
function isDrawn(data: string): boolean {
  const name = nameIn(data);
  return (DRAWN as readonly string[]).includes(name) && /^\s*[\w$]+\s*(\(|$)/.test(data);
}
