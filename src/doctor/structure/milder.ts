import { fromSpec } from "../../from-spec.ts";
import type { Layer } from "../../model/layer.ts";
import { augment } from "../../model/layers/augment.ts";
import type { Use } from "../../recipe/written.ts";
import { everyLayerChanged } from "../changed-layers.ts";

/** What suits almost all images. */
const MOST = { shift: 2, rotate: 10, zoom: 0.1 };

/** An augmentation with every augment() in it no stronger than what suits almost all images, without flips. */
export function milder(augmentation: Layer, use: Use): Layer {
  return everyLayerChanged(augmentation, (_, layer) => {
    if (layer.definition !== augment.definition) return [layer];
    const { shift, rotate, zoom } = layer.values as { shift: number; rotate: number; zoom: number };
    const values = {
      shift: Math.min(shift, MOST.shift),
      rotate: Math.min(rotate, MOST.rotate),
      zoom: Math.min(zoom, MOST.zoom),
    };
    return [fromSpec("layers", { ...layer.toJSON(), ...values, flip: "none" }, { use }) as Layer];
  });
}
