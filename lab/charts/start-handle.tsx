import { texts } from "../texts/language.ts";
import type { Landscape } from "./landscapes.ts";
import { numberText } from "./number-text.ts";

interface StartHandleProps {
  start: readonly [number, number];
  on: Landscape;
  move: (to: readonly [number, number]) => void;
}

const DIRECTIONS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** A ring at the start of paths, to be dragged or moved by arrow keys. */
export function StartHandle({ start, on, move }: StartHandleProps) {
  const [left, right, bottom, top] = on.bounds;
  const inside = (x: number, y: number) =>
    move([rounded(Math.min(right, Math.max(left, x))), rounded(Math.min(top, Math.max(bottom, y)))]);
  const drag = ({ currentTarget, pointerId, clientX, clientY }: PointerEvent) => {
    const handle = currentTarget as HTMLElement;
    if (!handle.hasPointerCapture(pointerId)) return;
    const plane = handle.parentElement?.getBoundingClientRect();
    if (plane === undefined) return;
    const [across, down] = [(clientX - plane.left) / plane.width, (clientY - plane.top) / plane.height];
    inside(left + across * (right - left), top - down * (top - bottom));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const direction = DIRECTIONS[event.key];
    if (direction === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const step = (right - left) / (event.shiftKey ? 12 : 120);
    inside(start[0] + direction[0] * step, start[1] + direction[1] * step);
  };
  return (
    <button
      type="button"
      class="start-handle"
      aria-label={texts().charts.path.start(numberText(start[0]), numberText(start[1]))}
      style={{
        left: `${(100 * (start[0] - left)) / (right - left)}%`,
        top: `${(100 * (top - start[1])) / (top - bottom)}%`,
      }}
      onPointerDown={({ currentTarget, pointerId }) => currentTarget.setPointerCapture(pointerId)}
      onPointerMove={drag}
      onKeyDown={onKeyDown}
    />
  );
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
