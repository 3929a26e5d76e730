import { lastLayersOf } from "../../model/checks/last-layers.ts";
import type { Layer } from "../../model/layer.ts";
import { type Head, headsOf } from "../../train/prepare/heads-of.ts";
import type { Examination, LayerFacts } from "../examination.ts";

/** What ends one output of a model. */
export interface Ending {
  /** The output, its loss and its targets. */
  head: Head;
  /** The layer that makes it. */
  layer: Layer;
  /** The same with its place, if it is among the layers that were examined. */
  facts: LayerFacts | undefined;
}

/**
 * The layers that make the outputs, of each output of several; layers that change the shape alone, and masks, are skipped.
 * @param addends whether the block beside a shortcut counts.
 */
export function endingsOf({ patient: { training }, layers }: Examination, addends = false): Ending[] {
  const { layer, model, loss, data } = training;
  return headsOf(model, loss, data).flatMap((head) =>
    lastLayersOf(layer, addends, head.name).map((last) => ({
      head,
      layer: last,
      facts: layers.findLast((one) => one.layer === last),
    })),
  );
}
