import { sumOf, type Tensor } from "../../graph/tensor.ts";
import { once } from "../../once.ts";
import type { LayerContext } from "../layer.ts";

/** The kind under which later uses of a layer are counted: they have no random numbers of their own. */
const USE = "use of a shared layer";

/**
 * The context of a layer that is used several times, and what is to be done after its last use. All uses have the same
 * weights. Each draws masks of its own, one after another from the layer's stream. Each normalizes by its own batch, and
 * the running statistics move once a step, towards the mean of what the uses measured.
 */
export function sharedContext(own: LayerContext): { context: LayerContext; settle(): void } {
  const settlers: (() => void)[] = [];
  const sharing = (at: LayerContext): LayerContext => {
    const inner = new Map<string, LayerContext>();
    const measured = new Map<string, Tensor[]>();
    return {
      ...at,
      track(name, value, momentum) {
        const values = once(measured, name, (): Tensor[] => {
          settlers.push(() => at.track(name, meanOf(values), momentum));
          return [];
        });
        values.push(value);
      },
      inner: (name, layer, input) => once(inner, name, () => sharing(at.inner(name, layer, input))), // one for all uses: draws go on
    };
  };
  return {
    context: sharing(own),
    settle() {
      for (const settle of settlers) settle();
    },
  };
}

/** The context, with outputs shown under the names of another one: those of the node that uses the layer again. */
export function shownUnder(context: LayerContext, shown: LayerContext): LayerContext {
  return {
    ...context,
    onOutput: (output) => shown.onOutput?.(output),
    inner: (name, layer, input) => shownUnder(context.inner(name, layer, input), useOf(shown, name)),
  };
}

/** The context of a later use of a layer. */
export function useOf(context: LayerContext, name: string): LayerContext {
  return context.inner(name, { kind: USE });
}

function meanOf(values: readonly Tensor[]): Tensor {
  return values.length === 1 ? values[0] : sumOf(values).div(values.length);
}
