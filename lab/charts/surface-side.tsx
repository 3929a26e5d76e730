import type { ArmName, RunFacts, Surface } from "../protocol.ts";
import { texts } from "../texts/language.ts";
import { numberText } from "./number-text.ts";
import { drawSurface } from "./surface-picture.ts";
import { type UnitAt, UnitStrip, unitRange } from "./unit-strip.tsx";
import { useCanvas } from "./use-canvas.ts";

interface SurfaceSideProps {
  arm: ArmName;
  surface: Surface | undefined;
  facts: RunFacts | undefined;
  /** The unit that is shown in place of the output. */
  unit: UnitAt | undefined;
  chosen: UnitAt | undefined;
  choose: (unit: UnitAt | undefined) => void;
  point: (unit: UnitAt | undefined) => void;
}

/** The surface of one network, large, with those of its units below. */
export function SurfaceSide({ arm, surface, facts, unit, chosen, choose, point }: SurfaceSideProps) {
  const words = texts().charts.surface;
  const name = arm.toUpperCase();
  const layer = unit && surface?.units[unit.layer];
  const within = unit && layer?.outputs[unit.unit];
  const values = within ?? surface?.output;
  const range = values === undefined ? undefined : within === undefined ? scaleOf(values, facts) : unitRange(values);
  const title = within && unit && layer ? words.unitOf(unit.unit + 1, layer.layer, name) : words.of(name);
  const canvas = useCanvas(
    (on) => {
      if (surface === undefined || values === undefined || range === undefined) return;
      const { side, bounds } = surface;
      const { points: samples, classes } = facts ?? {};
      const targets = classes === undefined ? scaleOf(values, facts) : ([0, classes.length - 1] as const);
      const isOfClasses = classes !== undefined;
      drawSurface(on, { values, side, bounds, range, level: levelOf(range), samples, targets, isOfClasses });
    },
    [values, facts?.points],
  );
  return (
    <div class={`surface-side of-${arm}`}>
      <p class="surface-title">{title}</p>
      <canvas ref={canvas} role="img" aria-label={title} />
      {range !== undefined && (
        <p class="surface-scale">
          <span>{numberText(range[0])}</span>
          <span class="surface-colors" />
          <span>{numberText(range[1])}</span>
        </p>
      )}
      {surface !== undefined && surface.units.length > 0 && (
        <UnitStrip arm={name} surface={surface} chosen={chosen} choose={choose} point={point} />
      )}
    </div>
  );
}

/** Numbers that are learned have the scale of the samples, the same for both sides. */
function scaleOf(values: Float32Array, facts: RunFacts | undefined): readonly [number, number] {
  if (facts?.points === undefined || facts.classes !== undefined) return outputRange(values);
  return [Math.min(...facts.points.targets), Math.max(...facts.points.targets)];
}

/** Probabilities are shown from 0 to 1, other numbers from the least to the greatest. */
function outputRange(values: Float32Array): readonly [number, number] {
  let [least, most] = [0, 1];
  for (const value of values) [least, most] = [Math.min(least, value), Math.max(most, value)];
  return least >= -1e-6 && most <= 1 + 1e-6 ? [0, 1] : [least, most];
}

/** The middle; of a unit, just above 0, so that the edge is seen from which on a ReLU answers. */
function levelOf([least, most]: readonly [number, number]): number {
  return least === -most ? 0.03 * most : (least + most) / 2;
}
