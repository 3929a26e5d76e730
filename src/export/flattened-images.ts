import type { Shape } from "../graph/shape.ts";
import { showShape } from "../graph/shape.ts";
import { outputsOf } from "../model/outputs-of.ts";
import type { TrainedModel } from "../predict/trained-model.ts";

/** What is to be known of a model in PyTorch, where images are flattened in another order, in sentences: one for each flatten(). */
export function flattenedImages({ parts: { layer, inputShape } }: TrainedModel): string[] {
  const hints: string[] = [];
  let before: Shape = inputShape;
  for (const [path, shape] of outputsOf(layer.build(inputShape), inputShape)) {
    const [height, width, channels] = before;
    if (/(^|[./])flatten$/.test(path) && before.length === 3 && channels > 1 && height * width > 1)
      hints.push(
        `${path} takes images as [height, width, channels], ${showShape(before)}; PyTorch has channels first: ` +
          "write x.permute(0, 2, 3, 1) before its flatten.",
      );
    before = shape;
  }
  return hints;
}
