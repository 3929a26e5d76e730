import type { Examination, LayerFacts } from "../examination.ts";
import { nextLayer } from "./next-layer.ts";

/**
 * Dense layers and convolutions on the main path that are followed by others: the last one, and those beside a shortcut or in
 * a branch, are not among them.
 */
export function hiddenLayers(examination: Pick<Examination, "layers">): LayerFacts[] {
  const { layers } = examination;
  const aside = new Set(
    layers.filter(({ kind }) => /^(residual|parallel|inception|ensemble)$/.test(kind)).map(({ path }) => path),
  );
  const main = layers.filter(({ kind, within }) => isMixing(kind) && !within.some((path) => aside.has(path)));
  return main.filter((layer) => {
    for (let next = nextLayer(examination, layer); next !== undefined; next = nextLayer(examination, next))
      if (isMixing(next.kind) || aside.has(next.path) || next.kind === "weightNorm") return true;
    return false;
  });
}

function isMixing(kind: string): boolean {
  return kind === "dense" || kind === "conv2d";
}
