/**
 * Numbers the classes of labels that are texts, added one after another. If all texts are numbers, classes are sorted, and
 * equal numbers are one class: 1, 1.0 and 01. Otherwise classes come in the order in which they first appear.
 */
export class ClassNames {
  readonly #places = new Map<string, number>();
  /** For each label, the index of its text. */
  readonly #given: number[] = [];

  add(text: string): void {
    let place = this.#places.get(text);
    if (place === undefined) {
      place = this.#places.size;
      this.#places.set(text, place);
    }
    this.#given.push(place);
  }

  numbered(): { labels: number[]; classes: string[] } {
    const texts = [...this.#places.keys()];
    const names = texts.every(isPlainNumber) ? texts.map((text) => `${Number(text) + 0}`) : texts; // −0 + 0 is 0
    const classes = [...new Set(names)];
    if (names !== texts) classes.sort((a, b) => Number(a) - Number(b));
    const numberOf = new Map(classes.map((name, number) => [name, number]));
    const numbers = names.map((name) => numberOf.get(name) as number);
    return { labels: this.#given.map((place) => numbers[place]), classes };
  }
}

/** Digits with an optional point and exponent. The pattern cannot backtrack, so that long texts are refused fast. */
export function isNumber(text: string): boolean {
  return /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text);
}

/** A number that float64 holds exactly: codes of 17 digits and more are names. */
function isPlainNumber(text: string): boolean {
  return isNumber(text) && Math.abs(Number(text)) <= Number.MAX_SAFE_INTEGER;
}
