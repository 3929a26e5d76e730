import type { Reduction } from "../../../graph/primitives.ts";

/** The names of what is known of a result: a value and, where it is asked for, its place among the numbers. */
export interface Found {
  value: string;
  place: string;
}

/** How a result begins, takes in the k-th number `x`, and takes in what another thread found. */
export interface Rule {
  hasPlace: boolean;
  start: string;
  take(found: Found, x: string): string;
  join(found: Found, other: Found): string;
}

const simple = (start: string, of: (a: string, b: string) => string): Rule => ({
  hasPlace: false,
  start,
  take: ({ value }, x) => `${value} = ${of(value, x)};`,
  join: ({ value }, other) => `${value} = ${of(value, other.value)};`,
});

/** The code of each reduction. */
export const reductions: { readonly [R in Reduction]: Rule } = {
  sum: simple("0f", (a, b) => `${a} + ${b}`),
  max: simple("-infinity()", (a, b) => `maximum(${a}, ${b})`),
  argMax: {
    hasPlace: true,
    start: "-infinity()",
    take: ({ value, place }, x) => chosen({ value, place }, { value: x, place: "k" }, `isLess(${value}, ${x})`),
    // The first of equal numbers counts. Who has found none stands at place 0, before which there is nothing.
    join: (found, other) => {
      const earlier = `isEqual(${found.value}, ${other.value}) & (${other.place} < ${found.place})`;
      return chosen(found, other, `isLess(${found.value}, ${other.value}) | (${earlier})`);
    },
  },
};

/** Takes the other one on a condition, without branches: those take a compiler long. */
function chosen(found: Found, other: Found, condition: string): string {
  return `{
let isOther = ${condition};
${found.value} = select(${found.value}, ${other.value}, isOther);
${found.place} = select(${found.place}, ${other.place}, isOther);
}`;
}
