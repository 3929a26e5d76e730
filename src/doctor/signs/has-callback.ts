import type { Patient } from "../examination.ts";

/** Whether a run has one of these callbacks. */
export function hasCallback({ training }: Patient, ...names: readonly string[]): boolean {
  return training.callbacks.some(({ name }) => names.includes(name));
}
