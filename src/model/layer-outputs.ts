import type { Tensor } from "../graph/tensor.ts";
import { reachable } from "../graph/walk.ts";

/** The output of each layer of a model, in the order of computation; a tensor that was only reshaped counts once. */
export class LayerOutputs {
  readonly #layers = new Map<Tensor, string>();

  /** Starts with the input of the model; earlier outputs belong to none of its layers. */
  begin(input: Tensor): void {
    this.#layers.clear();
    this.#layers.set(input, "input");
  }

  add(layer: string, output: Tensor): undefined {
    let values = output;
    while (values.is("reshape")) values = values.operands[0];
    if (!this.#layers.has(values) && !this.#layers.has(output)) this.#layers.set(output, layer);
  }

  /** Each with a name that no parameter has. */
  all(): { layer: string; output: Tensor; name: string }[] {
    return [...this.#layers].map(([output, layer]) => ({ layer, output, name: `output of ${layer}` }));
  }

  /** Named outputs that depend on at least one parameter: those before the first one need no gradient. */
  after(parameters: readonly Tensor[]): Record<string, Tensor> {
    const wanted = new Set(parameters);
    const depending = this.all().filter(({ output }) => reachable([output]).some((node) => wanted.has(node)));
    return Object.fromEntries(depending.map(({ name, output }) => [name, output]));
  }
}
