import * as v from "valibot";
import { type LinearScale, UNSCALED } from "../../data/scaling.ts";
import { usageError } from "../../errors.ts";
import { sumOf, type Tensor } from "../../graph/tensor.ts";
import { custom, oneOf, optional } from "../../options.ts";
import { applyScale, scaleLists, tensorScale } from "../apply-scale.ts";
import { constant } from "../initializers/constant.ts";
import { buildInner, forwardInner, partsOf } from "../inner-layer.ts";
import { defineLayer, isLayer, type Layer, type TensorSpec } from "../layer.ts";

const NUMBERS = v.union([v.number(), v.array(v.number())]);

export const ensemble = defineLayer({
  name: "ensemble",
  summary: "Several trained models that predict as one: the mean of their probabilities, or of their outputs.",
  source: "Hansen and Salamon 1990, Neural network ensembles; Breiman 1996, Bagging predictors",
  section: "overfitting",
  formula: "p(y | x) = 1/K · Σₖ pₖ(y | x)",
  use: "Where accuracy is worth K times the memory and time: members that differ (other seeds, other folds, snapshots of one run) make different mistakes, which average out. It is called as ensemble(models), with trained models alone; its options follow from them, and are what a saved file holds. Its log loss is never above the mean of those of its members.",
  avoid: "Where a model must be small or fast: averageWeights() and swa() cost nothing at prediction.",
  example: "ensemble(models)",
  options: {
    members: custom<readonly Layer[]>(
      v.pipe(v.array(v.custom<Layer>(isLayer)), v.minLength(1)),
      undefined,
      "a list of at least one model",
      "the models that are averaged",
      ["layers"],
    ),
    scales: optional(
      custom<readonly LinearScale[]>(
        v.array(v.object({ subtract: NUMBERS, multiply: NUMBERS })),
        undefined,
        "a list of { subtract, multiply }",
        "how the inputs of each member are scaled; by default not at all",
      ),
    ),
    outputScales: optional(
      custom<readonly LinearScale[]>(
        v.array(v.object({ subtract: NUMBERS, multiply: NUMBERS })),
        undefined,
        "a list of { subtract, multiply }",
        "how the outputs of each member are scaled before they are averaged; by default not at all",
      ),
    ),
    average: oneOf(
      ["probabilities", "sigmoids", "outputs"],
      "probabilities",
      "what is averaged: probabilities of classes (softmax), the probability of each output (sigmoids), or the outputs",
    ),
  },
  positional: ["members"],
  build(input, { members, average, ...given }) {
    const { scales, outputScales } = forEach(members, given);
    const parts = members.map((layer, i) => {
      const name = memberName(i, layer);
      return { name, built: buildInner(name, layer, input), scale: scales[i] };
    });
    const lists = Object.entries(memberScales({ scales, outputScales })).map(([name, list]): [string, TensorSpec] => [
      name,
      { shape: [list.length], init: { ...constant(0), draw: () => list } },
    ]);
    const { parameters, state } = partsOf(parts);
    const [{ built: first }] = parts;
    return {
      outputShape: first.outputShape,
      ...(first.outputs === undefined ? {} : { outputs: first.outputs }),
      parameters,
      state: { ...state, ...Object.fromEntries(lists) },
      forward: (x, context) =>
        MEANS[average](
          parts.map(({ name, built, scale }, i) => {
            const of = (what: keyof typeof SCALES) => (part: string) => context.state(`${SCALES[what]}${i}/${part}`);
            const own = applyScale(x, tensorScale(scale, input, of("scales")));
            const output = forwardInner(name, built, own, context);
            const { [i]: after } = outputScales;
            if (after === UNSCALED) return output;
            return applyScale(output, tensorScale(after, built.outputShape, of("outputScales")));
          }),
        ),
    };
  },
});

/** Scales of the inputs and outputs of members. */
interface MemberScales {
  scales?: readonly LinearScale[] | undefined;
  outputScales?: readonly LinearScale[] | undefined;
}

/** What begins the names of scales with a number for each feature or output. */
const SCALES = { scales: "scale", outputScales: "outputScale" };

/** @throws a usage error unless there is a scale for each member, or none. */
function forEach(members: readonly Layer[], given: MemberScales) {
  const scalesOf = (what: keyof MemberScales) => {
    const { [what]: scales = members.map(() => UNSCALED) } = given;
    if (members.length === scales.length) return [...scales];
    throw usageError({
      where: `ensemble: ${what}`,
      expected: `one for each of ${members.length} members`,
      received: String(scales.length),
    });
  };
  return { scales: scalesOf("scales"), outputScales: scalesOf("outputScales") };
}

/** Scales with a number for each feature or output, under the names that they have among the weights. */
export function memberScales({ scales = [], outputScales = [] }: MemberScales): Record<string, Float32Array> {
  const lists = (name: string, of: readonly LinearScale[]) => of.map((scale, i) => scaleLists(`${name}${i}`, scale));
  return Object.assign({}, ...lists(SCALES.scales, scales), ...lists(SCALES.outputScales, outputScales));
}

/** "0.sequential": what the weights of a member are under. */
export function memberName(i: number, member: Layer): string {
  return `${i}.${member.name}`;
}

/** The mean of what models of each kind predict, as an output of their kind. */
const MEANS: Record<"probabilities" | "sigmoids" | "outputs", (outputs: readonly Tensor[]) => Tensor> = {
  outputs: meanOf,
  probabilities: (outputs) => logMean(outputs.map((logits) => logits.logSoftmax())),
  // log p − log(1 − p) of p = mean σ(x), where log σ(x) = −log(1 + e⁻ˣ) and 1 − σ(x) = σ(−x)
  sigmoids: (outputs) => logMean(outputs.map(logSigmoid)).sub(logMean(outputs.map((logit) => logSigmoid(logit.neg())))),
};

function logSigmoid(logit: Tensor): Tensor {
  return logit.neg().softplus().neg();
}

/** log(1/K · Σ e^l), shifted by the largest so that nothing is lost. */
function logMean(logs: readonly Tensor[]): Tensor {
  const largest = logs.reduce((max, log) => max.maximum(log)).stopGradient();
  return meanOf(logs.map((log) => log.sub(largest).exp()))
    .log()
    .add(largest);
}

function meanOf(tensors: readonly Tensor[]): Tensor {
  return sumOf(tensors).div(tensors.length);
}
