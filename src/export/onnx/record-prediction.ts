import type { InputPart } from "../../data/layout.ts";
import { placesOf } from "../../data/layout.ts";
import type { LinearScale } from "../../data/scaling.ts";
import { sizeOf } from "../../graph/shape.ts";
import { input, type Tensor } from "../../graph/tensor.ts";
import { removeScale, scaleLists, scaleOf } from "../../model/apply-scale.ts";
import { concatenate } from "../../model/blocks/concatenate.ts";
import { layerContext } from "../../model/layer-context.ts";
import { variablesOf } from "../../model/leaves.ts";
import { predictedOf } from "../../predict/predicted-of.ts";
import type { TrainedModel } from "../../predict/trained-model.ts";

/** What is recorded of a model. */
export interface Recording {
  readonly model: TrainedModel;
  /** Whether outputs are those of the last layer, rather than probabilities. */
  readonly logits: boolean;
  /** Whether what goes in is scaled already. */
  readonly scaled: boolean;
}

/** The names of the variables that a scale has. */
const [INPUTS, REST, TARGETS] = ["scaling of inputs", "scaling of inputs, rest", "scaling of targets"];

/** The whole way from inputs as they are given to predictions, for a batch of this size: the outputs by name. */
export function recordPrediction({ model, logits, scaled }: Recording, size: number): Record<string, Tensor> {
  const { layer, inputShape, scale, layout, targetScale } = model.parts;
  const built = layer.build(inputShape);
  const x = layout?.inputs === undefined ? input(ONE_INPUT, [size, ...inputShape]) : packed(layout.inputs, size);
  const output = built.forward(
    scaled ? x : centered(x, scale, inputShape).mul(scaleOf(INPUTS, scale, inputShape).multiply),
    layerContext({
      training: false,
      parameters: variablesOf(built.parameters),
      state: variablesOf(built.state),
      key: input("key", [3], "uint32"),
    }),
  );
  const predicted = (logits ? undefined : predictedOf(model))?.(output) ?? output;
  const all =
    targetScale === undefined ? predicted : removeScale(predicted, scaleOf(TARGETS, targetScale, built.outputShape));
  if (built.outputs === undefined)
    return { [model.predictions === undefined || logits ? "outputs" : "probabilities"]: all };
  const places = placesOf(built.outputs);
  return Object.fromEntries(
    built.outputs.map(({ name, shape }, i) => {
      const { start } = places[i];
      return [name, all.slice([0, start], [size, sizeOf(shape)]).reshape([size, ...shape])];
    }),
  );
}

/** The name of the input of a model that has one. */
export const ONE_INPUT = "inputs";

/** Several inputs by name, one after another in each row: [batch, numbers of all]. */
function packed(parts: readonly InputPart[], size: number): Tensor {
  const rows = parts.map(({ name, shape }) => input(name, [size, ...shape]).reshape([size, sizeOf(shape)]));
  return concatenate(rows, 0);
}

/** x − subtract, as precise as `predict` computes it: in float32 the rest that its rounding leaves is taken off by itself. */
function centered(x: Tensor, scale: LinearScale, sample: readonly number[]): Tensor {
  const rest = restOf(scale);
  const first = x.sub(scaleOf(INPUTS, scale, sample).subtract);
  return rest === undefined ? first : first.sub(scaleOf(REST, { subtract: rest, multiply: 1 }, sample).subtract);
}

/** What is left of `subtract` where it is rounded to float32; undefined where that would not be seen. */
function restOf({ subtract, multiply }: LinearScale): LinearScale["subtract"] | undefined {
  const left = (x: number) => x - Math.fround(x);
  const factors = [multiply].flat();
  const seen = [subtract].flat().some((x, i) => Math.abs(left(x) * (factors[i] ?? factors[0])) > UNSEEN);
  if (!seen) return undefined;
  return typeof subtract === "number" ? left(subtract) : subtract.map(left);
}

/** Far below what float32 tells apart in scaled inputs. */
const UNSEEN = 2 ** -26;

/** The numbers of all variables of a recorded prediction, by name. */
export function recordedWeights({ parts }: TrainedModel): Record<string, ArrayLike<number>> {
  const { scale, targetScale, weights } = parts;
  return {
    ...weights,
    ...scaleLists(INPUTS, scale),
    ...scaleLists(REST, { subtract: restOf(scale) ?? 0, multiply: 1 }),
    ...(targetScale && scaleLists(TARGETS, targetScale)),
  };
}
