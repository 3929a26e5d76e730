import { sizeOf } from "../../graph/shape.ts";
import type { Layer } from "../../model/layer.ts";
import type { Examination, LayerFacts } from "../examination.ts";
import { nextBehind } from "./next-layer.ts";

/** Layers that leave the next one linear in inference: masks, shapes, means, and statistics that are constants by then. */
const LINEAR = new Set(
  "dropout spatialDropout alphaDropout gaussianDropout flatten reshape averagePool2d globalAveragePool batchNorm".split(
    " ",
  ),
);

/**
 * Dense layers and convolutions that follow one another without anything between that is not linear, of each row all; of
 * such that are no bottlenecks, which are meant so.
 */
export function linearRows(examination: Examination): LayerFacts[][] {
  const next = new Map(
    examination.layers.filter(mixes).flatMap((layer): [LayerFacts, LayerFacts][] => {
      const behind = nextBehind(examination, layer, ({ kind }) => LINEAR.has(kind));
      return behind !== undefined && mixes(behind) && !isBottleneck(layer, behind) ? [[layer, behind]] : [];
    }),
  );
  const later = new Set(next.values());
  return [...next.keys()]
    .filter((layer) => !later.has(layer))
    .map((first) => {
      const row = [first];
      for (let layer = next.get(first); layer !== undefined; layer = next.get(layer)) row.push(layer);
      return row;
    });
}

/** Whether a layer computes each output from all inputs, or all channels. */
function mixes({ kind, layer }: LayerFacts): boolean {
  const { groups = 1, layer: inner } = layer.values as { groups?: number; layer?: Layer };
  const name = kind === "weightNorm" ? inner?.name : kind;
  return (name === "dense" || name === "conv2d") && groups === 1;
}

/** Whether the first of two layers gives fewer numbers than go in and than come out of the second: a product of low rank. */
function isBottleneck(first: LayerFacts, second: LayerFacts): boolean {
  const [into, between, out] = [first.inputShape, first.outputShape, second.outputShape];
  if (into.length !== out.length) return sizeOf(between) < Math.min(sizeOf(into), sizeOf(out));
  return (between.at(-1) ?? 1) < Math.min(into.at(-1) ?? 1, out.at(-1) ?? 1); // channels, at each place
}
