/**
 * What there is to learn: one of several classes; one of two (yes or no); any of several labels; real numbers.
 * Loss, outputs, predictions, metrics and the words of reports follow from it.
 */
export type Task = "classification" | "binary" | "multilabel" | "regression";
export const TASKS = ["classification", "binary", "multilabel", "regression"] as const satisfies readonly Task[];
