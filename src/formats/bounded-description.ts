import { damagedFile } from "./damaged-file.ts";

/** More than can be trained. A layer within a layer is two levels deeper. */
const MOST_LAYERS = 10_000;
const MOST_LEVELS = 120;
/** The sum of the squared levels of all layers: names of weights are made at each level, and grow with its depth. */
const MOST_IN_ALL = 1_000_000;
const LONGEST_NAME = 200;

/**
 * Refuses a description of layers that is too deep or too long for a model, before anything recurses into it.
 * @throws a run error.
 */
export function expectBounded(layer: unknown, where: string): void {
  const refuse = (expected: string) => {
    throw damagedFile(where, `a model of at most ${expected}`, "more");
  };
  let [layers, inAll] = [0, 0];
  for (let level = [layer].filter(isObject), depth = 1; level.length > 0; depth++) {
    const named = level.filter((value) => "name" in value);
    layers += named.length;
    inAll += named.length * depth ** 2;
    if (named.some(({ name }) => typeof name === "string" && name.length > LONGEST_NAME))
      refuse(`${LONGEST_NAME} letters in a name`);
    if (layers > MOST_LAYERS) refuse(`${MOST_LAYERS} layers`);
    if (depth > MOST_LEVELS) refuse(`${MOST_LEVELS / 2} layers within one another`);
    if (inAll > MOST_IN_ALL) refuse(`${MOST_IN_ALL} in the squares of its layers' levels`);
    level = level.flatMap((value) => Object.values(value).filter(isObject));
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
