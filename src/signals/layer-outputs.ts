import type { Tensor } from "../graph/tensor.ts";
import { reachable } from "../graph/walk.ts";

/** What each layer of a model gave, in the order of computation; what only has another shape or name counts once. */
export class LayerOutputs {
  readonly #layers = new Map<Tensor, string>();

  constructor(input: Tensor) {
    this.#layers.set(input, "input");
  }

  add(layer: string, output: Tensor): undefined {
    let values = output;
    while (values.is("reshape")) values = values.operands[0];
    if (!this.#layers.has(values) && !this.#layers.has(output)) this.#layers.set(output, layer);
  }

  all(): { layer: string; output: Tensor }[] {
    return [...this.#layers].map(([output, layer]) => ({ layer, output }));
  }

  /** The outputs that some parameter has a part in: what lies before the first one needs no gradient. */
  after(parameters: readonly Tensor[]): Tensor[] {
    const wanted = new Set(parameters);
    return [...this.#layers.keys()].filter((output) => reachable([output]).some((node) => wanted.has(node)));
  }
}
