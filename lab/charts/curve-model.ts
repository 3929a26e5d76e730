import type { Race } from "../race/race.ts";
import { type CurveSide, epochEnd } from "./curve-side.ts";
import { evenly } from "./evenly.ts";
import type { PlotModel } from "./live-plot.ts";
import { plannedSteps, type Reading } from "./run-sides.ts";
import { type BandKind, seedBand } from "./seed-band.ts";
import { valueRange } from "./value-range.ts";

interface CurveOptions {
  axis: "step" | "seconds";
  log: boolean;
  bands: BandKind;
  within: readonly [number, number] | undefined;
  epoch: Reading["epoch"];
}

/** What a chart of curves shows: bands over seeds behind, then single batches, running means, and validation on top. */
export function curveModel(
  race: Race,
  sides: readonly CurveSide[],
  options: CurveOptions,
): PlotModel & { cut: boolean } {
  const { axis, log, within } = options;
  const bands = sides.map((side) => ({ arm: side.arm, points: bandOf(race, side, options) }));
  const values = sides.flatMap(({ curve, marks }) => [
    ...evenly(curve.smooth.length, 400).map((i) => curve.smooth.values[i]),
    ...marks.map(({ value }) => value),
  ]);
  const ends = bands.flatMap(({ points }) => points.flatMap(({ low, high }) => [low, high]));
  const { range, cut } = valueRange([...values, ...ends], { log, within });
  const last =
    axis === "step" ? plannedSteps(race) : Math.max(...sides.map(({ curve }) => curve.seconds.last || 0)) || 1;
  return {
    x: [0, last],
    y: range,
    cut,
    bands: bands.filter(({ points }) => points.length > 0),
    lines: [
      ...sides.map(({ arm, curve }) => line(arm, curve[axis], curve.value, "raw" as const)),
      ...sides.map(({ arm, curve }) => line(arm, curve[axis], curve.smooth, "smooth" as const)),
      ...sides.map(({ arm, marks }) => ({
        arm,
        x: marks.map((mark) => mark[axis]),
        y: marks.map(({ value }) => value),
        length: marks.length,
        look: "marks" as const,
      })),
    ],
  };
}

type Numbers = CurveSide["curve"]["value"];

function line<L extends "raw" | "smooth">(arm: CurveSide["arm"], x: Numbers, y: Numbers, look: L) {
  return { arm, x: x.values, y: y.values, length: y.length, look };
}

function bandOf(race: Race, { arm, curve }: CurveSide, { axis, bands, epoch }: CurveOptions) {
  const run = race[arm].value;
  const behind = race.behind.value.filter((other) => other.arm === arm);
  if (run === undefined || epoch === undefined || behind.length === 0) return [];
  const runs = [run, ...behind].map(({ epochs }) => epochs.map(epoch));
  return seedBand(runs, bands).map((point) => ({ ...point, x: epochEnd(point.epoch, run, curve)[axis] }));
}
