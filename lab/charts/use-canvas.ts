import { useEffect, useRef } from "preact/hooks";
import { type Colors, colorsAt, onThemeChange } from "./theme.ts";

/** What a picture is drawn with: sizes are in CSS pixels. */
export interface Surface2d {
  context: CanvasRenderingContext2D;
  width: number;
  height: number;
  colors: Colors;
}

/**
 * A canvas that is drawn at the resolution of the screen: in the next frame after a render in which one of `of` has
 * changed, when its size or the theme changes, and before printing.
 */
export function useCanvas(draw: (on: Surface2d) => void, of: readonly unknown[]) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const latest = useRef(draw);
  latest.current = draw;
  const again = useRef(() => {});

  useEffect(() => {
    const element = canvas.current;
    const parent = element?.parentElement;
    const context = element?.getContext("2d");
    if (element === null || parent == null || context == null) return;
    let [frame, colors] = [0, colorsAt(parent)];
    const paint = () => {
      frame = 0;
      const [width, height] = [element.clientWidth, element.clientHeight];
      const ratio = devicePixelRatio;
      if (element.width !== Math.round(width * ratio)) element.width = Math.round(width * ratio);
      if (element.height !== Math.round(height * ratio)) element.height = Math.round(height * ratio);
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, width, height);
      if (width > 0 && height > 0) latest.current({ context, width, height, colors });
    };
    again.current = () => {
      frame ||= requestAnimationFrame(paint);
    };
    const sizes = new ResizeObserver(again.current);
    sizes.observe(element);
    const unwatch = onThemeChange(() => {
      colors = colorsAt(parent);
      paint(); // at once: a print does not wait for a frame
    });
    return () => {
      cancelAnimationFrame(frame);
      sizes.disconnect();
      unwatch();
    };
  }, []);

  useEffect(() => again.current(), of);
  return canvas;
}
