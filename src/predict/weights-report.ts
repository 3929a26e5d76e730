import { type Shape, showShape } from "../graph/shape.ts";

/** What became of given weights: which tensors of the model took them, and what was not used. Plain JSON. */
export interface WeightsReport {
  /** Tensors of the model that took the given numbers. */
  matched: string[];
  /** Tensors of the model that nothing was given for: they stay as they were. */
  missing: string[];
  /** Given tensors whose names the model does not have. */
  unused: string[];
  /** Tensors of the same name and another shape: they are not used, and stay as they were. */
  shapes: { name: string; expected: readonly number[]; received: readonly number[] }[];
}

/** Whether all that was given is used, and every tensor of the model took something. */
export function isWhole({ missing, unused, shapes }: WeightsReport): boolean {
  return missing.length + unused.length + shapes.length === 0;
}

/**
 * "6 of 8 tensors matched; not used: 2.dense/bias [10], where [5] is expected; initial: 2.dense/bias".
 * @param kept what the others of the model are: "initial", "as before".
 */
export function reportText({ matched, missing, unused, shapes }: WeightsReport, kept: string): string {
  const total = matched.length + missing.length + shapes.length;
  const others = shapes.map(
    ({ name, expected, received }) => `${name} ${showShape(received)}, where ${showShape(expected)} is expected`,
  );
  return [
    `${matched.length} of ${total} tensors matched`,
    ...listed("not used", [...unused, ...others]),
    ...listed(kept, [...missing, ...shapes.map(({ name }) => name)]),
  ].join("; ");
}

/** A longer list is cut; the report has all of it. */
const MOST = 12;

function listed(what: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const more = names.length > MOST ? ` and ${names.length - MOST} more` : "";
  return [`${what}: ${names.slice(0, MOST).join(", ")}${more}`];
}

/** "0.dense/kernel [784, 64], 0.dense/bias [64] and 4 more" */
export function someTensors(tensors: Readonly<Record<string, { shape?: Shape | undefined }>>): string {
  const names = Object.entries(tensors).map(([name, { shape }]) => (shape ? `${name} ${showShape(shape)}` : name));
  if (names.length === 0) return "none";
  return `${names.slice(0, 4).join(", ")}${names.length > 4 ? ` and ${names.length - 4} more` : ""}`;
}
