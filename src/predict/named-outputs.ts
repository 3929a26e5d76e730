import { placesOf, type TargetPart } from "../data/layout.ts";
import type { Packed } from "../model/layer.ts";
import { defined } from "../options/defined.ts";
import type { OutputPrediction, Prediction, SampledPrediction } from "./prediction.ts";

/** What is predicted for each of several outputs, out of rows with all of them. */
export function namedOutputs(
  all: Prediction | SampledPrediction,
  outputs: readonly Packed[],
  targets: readonly TargetPart[] = [],
): Record<string, OutputPrediction> {
  const [count, width] = all.shape;
  const places = placesOf(outputs);
  return Object.fromEntries(
    outputs.map(({ name, shape }, i) => {
      const { start, size } = places[i];
      const taken = (numbers: Float32Array | undefined) => {
        if (numbers === undefined) return undefined;
        const own = new Float32Array(count * size);
        for (let row = 0; row < count; row++)
          own.set(numbers.subarray(row * width + start, row * width + start + size), row * size);
        return own;
      };
      const { std, scaled } = all as Partial<SampledPrediction>;
      const classes = targets.find((target) => target.name === name)?.classes;
      const more = defined({ classes, std: taken(std), scaled: taken(scaled) });
      return [name, { shape: [count, ...shape], data: taken(all.data) as Float32Array, ...more }];
    }),
  );
}
