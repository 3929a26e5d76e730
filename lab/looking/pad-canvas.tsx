import { useEffect, useRef, useState } from "preact/hooks";
import { texts } from "../texts/language.ts";
import { drawPad } from "./draw-pad.ts";
import { SIDE, type Stroke } from "./ink.ts";

interface PadCanvasProps {
  strokes: readonly Stroke[];
  /** A sample that lies there until something is drawn. */
  sample: Float32Array | undefined;
  draw: (strokes: readonly Stroke[]) => void;
}

const MOVES: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Where one draws: by pointer, finger or keys. */
export function PadCanvas({ strokes, sample, draw }: PadCanvasProps) {
  const words = texts().doctor.pad;
  const canvas = useRef<HTMLCanvasElement>(null);
  const pressed = useRef(false);
  const latest = useRef(strokes); // several events may come before the next render
  latest.current = strokes;
  const [pen, setPen] = useState({ x: SIDE / 2, y: SIDE / 2, down: false, shown: false });
  const [said, say] = useState("");
  useEffect(() => {
    if (canvas.current !== null) drawPad(canvas.current, { strokes, sample, pen: pen.shown ? pen : undefined });
  });

  const at = ({ clientX, clientY }: MouseEvent): [number, number] => {
    const { left, top, width, height } = canvas.current?.getBoundingClientRect() ?? new DOMRect(0, 0, 1, 1);
    return [(SIDE * (clientX - left)) / width, (SIDE * (clientY - top)) / height];
  };
  const put = (lines: readonly Stroke[]) => {
    latest.current = lines;
    draw(lines);
  };
  const begin = (point: Stroke[number]) => put([...latest.current, [point]]);
  const goOn = (points: Stroke) => put([...latest.current.slice(0, -1), [...(latest.current.at(-1) ?? []), ...points]]);
  const byKey = (event: KeyboardEvent) => {
    const move = MOVES[event.key];
    if (move !== undefined) {
      const by = event.shiftKey ? 4 : 1;
      const [x, y] = [within(pen.x + by * move[0]), within(pen.y + by * move[1])];
      setPen({ ...pen, x, y, shown: true });
      if (pen.down) goOn([[x, y]]);
    } else if (event.key === " ") {
      setPen({ ...pen, down: !pen.down, shown: true });
      say(pen.down ? words.up : words.down);
      if (!pen.down) begin([pen.x, pen.y]);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      setPen({ ...pen, down: false });
      say(words.cleared);
      put([]);
    } else return;
    event.preventDefault();
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: keys draw here, and are not those of a page */}
      <canvas
        ref={canvas}
        class="pad-canvas"
        tabIndex={0}
        role="application"
        aria-label={words.canvas}
        aria-describedby="pad-help"
        onKeyDown={byKey}
        onFocus={({ currentTarget }) => setPen({ ...pen, shown: currentTarget.matches(":focus-visible") })}
        onBlur={() => setPen({ ...pen, shown: false, down: false })}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          pressed.current = true;
          event.currentTarget.setPointerCapture(event.pointerId);
          begin(at(event));
        }}
        onPointerMove={(event) => {
          if (!pressed.current) return;
          const all = event.getCoalescedEvents?.() ?? [];
          goOn((all.length > 0 ? all : [event]).map(at));
        }}
        onLostPointerCapture={() => {
          pressed.current = false;
        }}
      />
      <p id="pad-help" class="small muted">
        {words.help}
      </p>
      <span class="unseen" role="status">
        {said}
      </span>
    </>
  );
}

function within(coordinate: number): number {
  return Math.max(0, Math.min(SIDE, coordinate));
}
