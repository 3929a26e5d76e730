import type { Dataset } from "../../data/dataset.ts";
import { usageError } from "../../errors.ts";
import type { BuiltLayer } from "../../model/layer.ts";
import type { Callback } from "../callback.ts";

/** @throws a usage error for what needs the whole training set in memory. */
export function checkStreamed({ name, stream }: Dataset, callbacks: readonly Callback[], model: BuiltLayer): void {
  if (stream === undefined) return;
  const again = callbacks.find(({ reestimates }) => reestimates !== undefined);
  if (again !== undefined && Object.keys(model.state).length > 0)
    throw usageError({
      where: `train: callbacks: ${again.name}`,
      expected: "a training set in memory, over which batch statistics are estimated again",
      received: `${name}, which is streamed`,
      fix: "Leave the callback out, or use a normalization without running statistics, such as layerNorm().",
    });
}
