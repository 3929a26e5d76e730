import type { Layer } from "../../model/layer.ts";
import { augment } from "../../model/layers/augment.ts";
import { everyLayerChanged } from "../changed-layers.ts";
import type { Patient } from "../examination.ts";

/** The augment() layers of a run, at any depth. */
export function augmentsOf({ training: { augmentation } }: Patient): Layer[] {
  const found: Layer[] = [];
  if (augmentation !== undefined)
    everyLayerChanged(augmentation, (_, layer) => {
      if (layer.definition === augment.definition) found.push(layer);
      return [layer];
    });
  return found;
}
