import { usageError } from "../errors.ts";
import { refused } from "../options.ts";
import { isInstance } from "../trick/instance.ts";
import { TrainedModel } from "./trained-model.ts";

/** Demands a model that was trained: `run.model`, or what `loadModel` gave. */
export function expectTrained(where: string, value: unknown): asserts value is TrainedModel {
  if (value instanceof TrainedModel) return;
  const expected = "a trained model, such as run.model";
  const told = (received: string, fix: string) => usageError({ where, expected, received, fix });
  if (isInstance(value))
    throw told(`${value.name}(…), which was not trained`, "Train it: (await train(model, data)).model.");
  if ((value as { model?: unknown } | null | undefined)?.model instanceof TrainedModel)
    throw told("a run", "Give its model: run.model.");
  throw refused(where, expected, value);
}
