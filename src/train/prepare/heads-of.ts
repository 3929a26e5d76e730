import { DATASET_PARTS, type Dataset } from "../../data/dataset.ts";
import { type Place, placesOf, withTarget } from "../../data/layout.ts";
import { EvenkeelError, elsewhere } from "../../errors.ts";
import type { Shape } from "../../graph/shape.ts";
import type { BuiltLayer } from "../../model/layer.ts";
import type { Loss } from "../../model/loss.ts";

/** What one loss compares: an output, and its targets. */
export interface Head {
  /** The name of the output; undefined where there is one. */
  name: string | undefined;
  loss: Loss;
  outputShape: Shape;
  /** Where the output lies among all; undefined where there is one. */
  place?: Place;
  /** The data with these targets alone. */
  data: Dataset;
}

/** The outputs of a model by themselves, each with its loss and its targets; one, unless the loss is one of several. */
export function headsOf(
  { outputShape, outputs = [] }: Pick<BuiltLayer, "outputShape" | "outputs">,
  loss: Loss,
  data: Dataset,
): Head[] {
  const targets = data.layout?.targets;
  if (loss.heads === undefined || targets === undefined) return [{ name: undefined, loss, outputShape, data }];
  const places = placesOf(outputs);
  return loss.heads.of.map((head): Head => {
    const { classes } = targets.find(({ name }) => name === head.name) ?? {};
    const alone: Dataset = { name: data.name, train: data.train, ...(classes === undefined ? {} : { classes }) };
    for (const part of DATASET_PARTS) {
      const samples = data[part];
      if (samples !== undefined) alone[part] = withTarget(samples, targets, head.name);
    }
    const at = outputs.findIndex(({ name }) => name === head.name);
    const { shape } = outputs[at] ?? { shape: [] };
    return { name: head.name, loss: head.loss, outputShape: shape, place: places[at], data: alone };
  });
}

/** Checks each of several heads; errors name the one that they are about. */
export function checkHeads(heads: readonly Head[], check: (head: Head) => void): void {
  for (const head of heads) {
    try {
      check(head);
    } catch (error) {
      if (!(error instanceof EvenkeelError) || head.name === undefined) throw error;
      throw elsewhere(error, error.where.includes(head.name) ? error.where : `${error.where}: ${head.name}`);
    }
  }
}
