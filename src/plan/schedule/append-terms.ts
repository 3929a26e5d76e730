import { type Term, termKey } from "../kernel.ts";

/**
 * Adds the terms of one expression to those of another, each once.
 * @param given for a term that is there already in another form, its place in `terms`; undefined for the others
 * @returns the place in `terms` of each term that was added.
 */
export function appendTerms(
  terms: Term[],
  added: readonly Term[],
  given: (term: Term) => number | undefined,
): number[] {
  const places = new Map<string, number>();
  for (let i = 0; i < terms.length; i++) places.set(termKey(terms[i]), i);
  const moved: number[] = [];
  for (const term of added) {
    const known = given(term);
    if (known !== undefined) {
      moved.push(known);
      continue;
    }
    const renamed: Term = "args" in term ? { op: term.op, args: term.args.map((arg) => moved[arg]) } : term;
    const key = termKey(renamed);
    let place = places.get(key);
    if (place === undefined) {
      place = terms.push(renamed) - 1;
      places.set(key, place);
    }
    moved.push(place);
  }
  return moved;
}
