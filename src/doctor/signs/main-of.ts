import type { CourseFacts, Evaluation, Measured } from "../examination.ts";

/** The main metric at an evaluation, larger for better whatever it is; undefined where it was not measured. */
export function mainOf(
  { main }: CourseFacts,
  evaluation: Evaluation | undefined,
  part: "train" | "validation",
): Measured | undefined {
  const measured = evaluation?.[part]?.[main.name];
  if (measured === undefined || !Number.isFinite(measured.mean)) return undefined;
  return main.higherIsBetter ? measured : { ...measured, mean: -measured.mean };
}

/** What the simplest answer reaches, larger for better. */
export function simplestMain({ main }: CourseFacts): number | undefined {
  return main.simplest === undefined ? undefined : main.higherIsBetter ? main.simplest : -main.simplest;
}
