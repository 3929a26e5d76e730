/** scaled = (x − subtract) · multiply, the same for all numbers. */
export interface NumberScale {
  /** What is taken off. */
  subtract: number;
  /** What the rest is multiplied by. */
  multiply: number;
}

/** scaled = (x − subtract) · multiply: one number for all, or a list with one for each feature of a sample, or each channel. */
export interface LinearScale {
  /** What is taken off. */
  subtract: number | readonly number[];
  /** What the rest is multiplied by. */
  multiply: number | readonly number[];
}

/** Leaves numbers as they are. */
export const UNSCALED: NumberScale = { subtract: 0, multiply: 1 };

/** What shares a scale: all numbers, each feature of a sample by itself, or each channel of images. */
export type Per = "all" | "feature" | "channel";

/** Whether two scales are one, number by number. */
export function sameScale(a: LinearScale | undefined, b: LinearScale | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
