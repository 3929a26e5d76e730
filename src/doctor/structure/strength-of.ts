import type { Layer } from "../../model/layer.ts";

/** Where each change still shows the same thing: 45°, a quarter of the image, half of its size. */
const USUAL = { rotate: 45, shift: 0.25, zoom: 0.5 };

/** How strong an augment() is: its largest change over what still shows the same thing. */
export function strengthOf({ values }: Layer, extent: number): number {
  const { rotate, shift, zoom } = values as { rotate: number; shift: number; zoom: number };
  return Math.max(rotate / USUAL.rotate, shift / (USUAL.shift * extent), zoom / USUAL.zoom);
}
