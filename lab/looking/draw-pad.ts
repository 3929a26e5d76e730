import { SIDE, type Stroke } from "./ink.ts";

interface PadState {
  strokes: readonly Stroke[];
  sample: Float32Array | undefined;
  /** The pen of the keyboard. */
  pen: { x: number; y: number; down: boolean } | undefined;
}

/** Draws what lies on the pad, white on black as the samples are. */
export function drawPad(canvas: HTMLCanvasElement, { strokes, sample, pen }: PadState): void {
  const context = canvas.getContext("2d");
  if (context === null) return;
  const size = Math.round(canvas.clientWidth * devicePixelRatio);
  if (canvas.width !== size) [canvas.width, canvas.height] = [size, size];
  context.setTransform(size / SIDE, 0, 0, size / SIDE, 0, 0);
  context.fillStyle = "#000";
  context.fillRect(0, 0, SIDE, SIDE);
  if (sample !== undefined && strokes.length === 0)
    sample.forEach((value, pixel) => {
      context.fillStyle = `rgb(${value} ${value} ${value})`;
      context.fillRect(pixel % SIDE, Math.floor(pixel / SIDE), 1.02, 1.02); // no seams
    });
  context.strokeStyle = "#fff";
  context.lineWidth = 2.3;
  context.lineCap = "round";
  context.lineJoin = "round";
  for (const stroke of strokes) {
    context.beginPath();
    for (const [x, y] of stroke) context.lineTo(x, y);
    if (stroke.length === 1) context.closePath(); // a dot
    context.stroke();
  }
  if (pen === undefined) return;
  context.strokeStyle = "#7fb4ff";
  context.fillStyle = "#7fb4ff";
  context.lineWidth = 0.35;
  context.beginPath();
  context.arc(pen.x, pen.y, 1.3, 0, 2 * Math.PI);
  if (pen.down) context.fill();
  context.stroke();
}
