/**
 * Class numbers of labels that are texts, given one after another. Texts that are numbers come in their order, and those
 * of one number are one class: 1, 1.0 and 01. Words come in the order in which they first appear.
 */
export class ClassNames {
  readonly #places = new Map<string, number>();
  /** For each label, the place of its text among those that were met. */
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

/** Digits with a point and an exponent, if any; one way only to read them, so that long texts take no longer to refuse. */
export function isNumber(text: string): boolean {
  return /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text);
}

/** A number that is told from its neighbors: codes of 17 digits and more are names. */
function isPlainNumber(text: string): boolean {
  return isNumber(text) && Math.abs(Number(text)) <= Number.MAX_SAFE_INTEGER;
}
