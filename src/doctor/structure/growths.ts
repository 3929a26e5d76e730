import type { Initializer } from "../../model/initializer.ts";
import { glorotUniform } from "../../model/initializers/glorot-uniform.ts";
import { heNormal } from "../../model/initializers/he-normal.ts";
import { lecunNormal } from "../../model/initializers/lecun-normal.ts";
import type { Examination, LayerFacts } from "../examination.ts";
import { hiddenLayers } from "./hidden-layers.ts";
import { isActivation } from "./is-activation.ts";
import { nextBehind } from "./next-layer.ts";

/** A hidden layer, and the scheme of weights that suits what follows it. */
export interface Grown extends LayerFacts {
  readonly scheme: SchemeName;
}

/** Layers in a row that nothing brings back to size, and how many times as large signals leave them. */
export interface Growth {
  readonly layers: readonly Grown[];
  readonly factor: number;
}

const SCHEMES = { heNormal, glorotUniform, lecunNormal };
type SchemeName = keyof typeof SCHEMES;

/** σ² · n_in with which signals keep their size under an activation, and the scheme for it. */
const GAINS: Readonly<Record<string, readonly [square: number, scheme: SchemeName]>> = {
  relu: [2, "heNormal"],
  leakyRelu: [2, "heNormal"],
  prelu: [2, "heNormal"],
  elu: [1.5, "heNormal"],
  gelu: [2, "heNormal"],
  silu: [2, "heNormal"],
  hardSwish: [2, "heNormal"],
  softplus: [1, "glorotUniform"],
  selu: [1, "lecunNormal"],
};
/** For tanh, sigmoid, and no activation. */
const OTHERS: readonly [number, SchemeName] = [1, "glorotUniform"];

/** The initializer of a name. */
export function schemeFor(name: SchemeName): Initializer {
  return SCHEMES[name]();
}

/** How signals grow through the hidden layers, from each normalization to the next. */
export function growths(examination: Pick<Examination, "layers">): Growth[] {
  const rows: { layers: Grown[]; factor: number }[] = [];
  let row: (typeof rows)[number] | undefined;
  for (const layer of hiddenLayers(examination)) {
    const next = nextBehind(
      examination,
      layer,
      ({ role }) => role === "pooling" || role === "shape" || role === "dropout",
    );
    const { kernel, outputShape } = layer;
    const scaled = (layer.layer.values.init as Initializer | undefined)?.unitVariance !== undefined;
    const units = outputShape.at(-1) ?? 1;
    const deviation = kernel === undefined ? 0 : Math.sqrt(meanSquare(kernel));
    if (kernel === undefined || next?.role === "normalization" || scaled || deviation === 0) {
      row = undefined; // signals have their size again, or none at all
      continue;
    }
    const [square, scheme] = (next && isActivation(next) ? GAINS[next.kind] : undefined) ?? OTHERS;
    if (row === undefined) {
      row = { layers: [], factor: 1 };
      rows.push(row);
    }
    row.layers.push({ ...layer, scheme });
    row.factor *= deviation / Math.sqrt(square / (kernel.length / units)); // over √(gain² / n_in)
  }
  return rows;
}

function meanSquare(kernel: Float32Array): number {
  return kernel.reduce((sum, weight) => sum + weight * weight, 0) / kernel.length;
}
