import { useRef } from "preact/hooks";
import type { Surface } from "../protocol.ts";
import { texts } from "../texts/language.ts";
import { planeColors, planeImage } from "./plane-colors.ts";
import { useCanvas } from "./use-canvas.ts";

/** A unit within a network: its layer's place among those that are shown, and its own. */
export interface UnitAt {
  layer: number;
  unit: number;
}

interface UnitStripProps {
  arm: string;
  surface: Surface;
  chosen: UnitAt | undefined;
  /** Enlarges a unit for good (by click or key), or for as long as the pointer is there. */
  choose: (unit: UnitAt | undefined) => void;
  point: (unit: UnitAt | undefined) => void;
}

/** Small surfaces of the units within, layer by layer. Arrow keys go through them. */
export function UnitStrip({ arm, surface, chosen, choose, point }: UnitStripProps) {
  const words = texts().charts.surface;
  const strip = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const { layer, unit } = chosen ?? { layer: 0, unit: 0 };
    const next = event.key === "Escape" ? undefined : neighbor(surface.units, layer, unit, event.key);
    if (next === undefined && (event.key !== "Escape" || chosen === undefined)) return;
    event.preventDefault();
    event.stopPropagation();
    choose(next);
    if (next !== undefined)
      strip.current?.querySelector<HTMLElement>(`[data-at="${next.layer} ${next.unit}"]`)?.focus();
  };
  const isReached = ({ layer, unit }: UnitAt) => layer === (chosen?.layer ?? 0) && unit === (chosen?.unit ?? 0);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the buttons within
    <div class="unit-strip" ref={strip} onKeyDown={move} onPointerLeave={() => point(undefined)}>
      {surface.units.map(({ layer: name, outputs }, layer) => (
        <fieldset key={name} aria-label={words.units(name)}>
          <span class="unit-layer">{name}</span>
          <span class="unit-row">
            {outputs.map((values, unit) => {
              const at = { layer, unit };
              const own = chosen?.layer === layer && chosen.unit === unit;
              return (
                <button
                  key={unit}
                  type="button"
                  data-at={`${layer} ${unit}`}
                  tabIndex={isReached(at) ? 0 : -1}
                  aria-pressed={own}
                  aria-label={words.unitOf(unit + 1, name, arm)}
                  onClick={() => choose(own ? undefined : at)}
                  onPointerEnter={({ pointerType }) => pointerType === "mouse" && point(at)}
                >
                  <Thumbnail values={values} side={surface.side} />
                </button>
              );
            })}
          </span>
        </fieldset>
      ))}
    </div>
  );
}

/** The unit that an arrow key leads to; undefined: none. */
export function neighbor(units: Surface["units"], layer: number, unit: number, key: string): UnitAt | undefined {
  const across = key === "ArrowRight" ? 1 : key === "ArrowLeft" ? -1 : 0;
  const down = key === "ArrowDown" ? 1 : key === "ArrowUp" ? -1 : 0;
  if (across === 0 && down === 0) return undefined;
  const to = Math.min(units.length - 1, Math.max(0, layer + down));
  return { layer: to, unit: Math.min(units[to].outputs.length - 1, Math.max(0, unit + across)) };
}

/** As far below 0 as above, so that 0 is the middle color. */
export function unitRange(values: Float32Array): readonly [number, number] {
  let most = 0;
  for (const value of values) if (Number.isFinite(value)) most = Math.max(most, Math.abs(value));
  return [-(most || 1), most || 1];
}

function Thumbnail({ values, side }: { values: Float32Array; side: number }) {
  const canvas = useCanvas(
    ({ context, width, height, colors }) => {
      context.drawImage(planeImage(values, side, unitRange(values), planeColors(colors)), 0, 0, width, height);
    },
    [values],
  );
  return <canvas ref={canvas} />;
}
