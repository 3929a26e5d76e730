/** What is kept of a side, to be looked at again: steps that are spread over the run, and megabytes of their weights, at most. */
export const KEPT = { steps: 200, megabytes: 64 };
