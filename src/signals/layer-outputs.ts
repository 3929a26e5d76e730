import type { Tensor } from "../graph/tensor.ts";
import { reachable } from "../graph/walk.ts";

/** What each layer of a model gave, in the order of computation; what only has another shape or name counts once. */
export class LayerOutputs {
  readonly #layers = new Map<Tensor, string>();

  /** From here on; what was given before belongs to no layer of the model. */
  begin(input: Tensor): void {
    this.#layers.clear();
    this.#layers.set(input, "input");
  }

  add(layer: string, output: Tensor): undefined {
    let values = output;
    while (values.is("reshape")) values = values.operands[0];
    if (!this.#layers.has(values) && !this.#layers.has(output)) this.#layers.set(output, layer);
  }

  /** With a name for each that no parameter has. */
  all(): { layer: string; output: Tensor; name: string }[] {
    return [...this.#layers].map(([output, layer]) => ({ layer, output, name: `given by ${layer}` }));
  }

  /** The outputs, by their names, that some parameter has a part in: what lies before the first one needs no gradient. */
  after(parameters: readonly Tensor[]): Record<string, Tensor> {
    const wanted = new Set(parameters);
    const depending = this.all().filter(({ output }) => reachable([output]).some((node) => wanted.has(node)));
    return Object.fromEntries(depending.map(({ name, output }) => [name, output]));
  }
}
