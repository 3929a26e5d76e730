/** What a range test measured. Plain JSON. */
export interface MeasuredRates {
  /** The rate of each step whose loss was finite, ascending. */
  rates: number[];
  /** The loss of each step. */
  losses: number[];
  /** An exponential average of the losses, without bias: what the suggestion goes by. */
  smoothed: number[];
  /** Why it ended: the loss exploded, the highest rate was reached, or it was aborted. */
  ended: "exploded" | "highest rate" | "aborted";
}
