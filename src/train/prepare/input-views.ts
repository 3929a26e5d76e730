import type { Dataset } from "../../data/dataset.ts";
import { partOf, placesOf } from "../../data/layout.ts";
import { firstLayersOf } from "../../model/checks/first-layers.ts";
import type { Layer } from "../../model/layer.ts";

/** What is looked at for hints: data with one input alone, and the names of the layers that see it. */
interface InputView {
  /** The name of the input; undefined where there is one. */
  name: string | undefined;
  data: Dataset;
  layers: readonly string[];
}

/** The training inputs by themselves, in the types in which they were given. */
export function inputViews(data: Dataset, model: Layer): InputView[] {
  const layers = firstLayersOf(model).map(({ name }) => name);
  const parts = data.layout?.inputs;
  if (parts === undefined) return [{ name: undefined, data, layers }];
  const { inputs, targets } = data.train;
  const [count, width] = inputs.shape;
  const places = placesOf(parts);
  return parts.map(({ name, shape, bytes }, i) => {
    const part = partOf(inputs.data, width, places[i]);
    const own = { shape: [count, ...shape], data: bytes ? Uint8Array.from(part) : part };
    return { name, layers, data: { name: data.name, train: { inputs: own, targets } } };
  });
}
