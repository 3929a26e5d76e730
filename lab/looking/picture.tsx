import { useEffect, useRef } from "preact/hooks";

interface PictureProps {
  /** Row by row; as many channels as fit. */
  pixels: ArrayLike<number>;
  height: number;
  width: number;
  /** What it shows; left out where words beside it say so. */
  label?: string;
  class?: string;
}

/** Pixels as they are, white on black or in color, enlarged by the style. Numbers from 0 to 255, or whatever their range is. */
export function Picture({ pixels, height, width, label, class: name }: PictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (context == null) return;
    const image = context.createImageData(width, height);
    const channels = Math.max(1, Math.round(pixels.length / (height * width)));
    const top = rangeOf(pixels);
    for (let pixel = 0; pixel < height * width; pixel++) {
      for (let color = 0; color < 3; color++)
        image.data[4 * pixel + color] = (255 / top) * (pixels[pixel * channels + (channels < 3 ? 0 : color)] ?? 0);
      image.data[4 * pixel + 3] = 255;
    }
    context.putImageData(image, 0, 0);
  });
  return (
    <canvas
      ref={canvas}
      class={`picture ${name ?? ""}`}
      width={width}
      height={height}
      {...(label === undefined ? { "aria-hidden": "true" as const } : { role: "img", "aria-label": label })}
    />
  );
}

/** 255 for bytes, 1 for shares. */
function rangeOf(pixels: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < pixels.length; i++) most = Math.max(most, pixels[i] ?? 0);
  return most > 1 ? 255 : 1;
}
