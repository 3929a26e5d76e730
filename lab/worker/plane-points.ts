import type { Dataset } from "evenkeel";
import type { PlanePoints } from "../protocol.ts";

/** So many can be told apart. */
const MOST = 400;

/** The first training samples of data that are points of a plane, the same ones that the run learns from. */
export function planePointsOf({ train: { inputs, targets } }: Dataset): PlanePoints | undefined {
  const [samples = 0, features] = inputs.shape;
  if (inputs.shape.length !== 2 || features !== 2) return undefined;
  const [count, width] = [Math.min(MOST, samples), targets.data.length / samples];
  const first = (numbers: ArrayLike<number>, step: number, at = 0) =>
    Float64Array.from({ length: count }, (_, i) => numbers[i * step + at] ?? Number.NaN);
  return { x: first(inputs.data, 2), y: first(inputs.data, 2, 1), targets: first(targets.data, width) };
}
