import { usageError } from "../errors.ts";
import { refused } from "../options.ts";
import { isInstance } from "../trick/instance.ts";
import { TrainedModel } from "./trained-model.ts";

/** Demands a trained model: `run.model`, or the result of `loadModel`. */
export function expectTrained(where: string, value: unknown): asserts value is TrainedModel {
  if (value instanceof TrainedModel) return;
  const expected = "a trained model, such as run.model";
  const error = (received: string, fix: string) => usageError({ where, expected, received, fix });
  if (isInstance(value))
    throw error(`${value.name}(…), which is not trained`, "Train it: (await train(model, data)).model.");
  if ((value as { model?: unknown } | null | undefined)?.model instanceof TrainedModel)
    throw error("a run", "Give its model: run.model.");
  throw refused(where, expected, value);
}
