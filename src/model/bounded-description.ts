import { damagedFile } from "./damaged-file.ts";

/** More than what can be trained: a layer within a layer counts two levels, and every layer counts one. */
const MOST_LEVELS = 200;
const MOST_LAYERS = 20_000;
const LONGEST_NAME = 200;

/**
 * Refuses a description of layers that is too deep or too long to be one of a model, before anything walks down into it.
 * @throws a run error.
 */
export function expectBounded(layer: unknown, where: string): void {
  let layers = 0;
  for (let level: object[] = [layer].filter(isObject), depth = 1; level.length > 0; depth++) {
    const names = level.flatMap((value) => (Object.hasOwn(value, "name") ? [(value as { name: unknown }).name] : []));
    layers += names.length;
    if (names.some((name) => typeof name === "string" && name.length > LONGEST_NAME))
      throw damagedFile(where, `names of at most ${LONGEST_NAME} characters`, "a longer one");
    if (depth > MOST_LEVELS) throw damagedFile(where, `at most ${MOST_LEVELS} levels of layers`, "more");
    if (layers > MOST_LAYERS) throw damagedFile(where, `at most ${MOST_LAYERS} layers`, "more");
    level = level.flatMap((value) => Object.values(value).filter(isObject));
  }
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
