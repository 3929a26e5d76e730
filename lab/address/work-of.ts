import { defineRecipe, fromSpec, type Instance, recipeModel } from "evenkeel";
import { isTrick } from "../controls/option-text.ts";
import { trickFrom } from "../controls/trick-named.ts";
import { type Experiment, type RecipeJson, recipeOf } from "../experiment.ts";

/** About what an experiment takes: of both sides and all seeds together, and of memory at a time. */
export interface Work {
  multiplications: number;
  bytes: number;
}

/** More than this is asked before it is begun: some minutes on two cores, and what a phone can hold. */
const MUCH: Work = { multiplications: 2e12, bytes: 600e6 };
/** Models of more layers are not built to be counted. */
const MOST_LAYERS = 3000;
/** Numbers of 4 bytes that are kept of a parameter: itself, its gradient, two moments. */
const KEPT = 4;
/** A step multiplies three times: forward, and backward for the inputs and for the weights. */
const TIMES = 3;
/** Samples and epochs where neither the recipe nor its data say how many. */
const USUAL = { samples: 6000, epochs: 200, batchSize: 64 };

export function isMuch({ multiplications, bytes }: Work): boolean {
  return !(multiplications <= MUCH.multiplications && bytes <= MUCH.bytes); // NaN is much, too
}

/** About what an experiment takes, known before its data and weights are made. Infinity for a model of too many layers. */
export async function workOf(experiment: Experiment): Promise<Work> {
  const [a, b] = await Promise.all([runWork(recipeOf(experiment, "a")), runWork(recipeOf(experiment, "b"))]);
  return {
    multiplications: experiment.seeds * (a.multiplications + b.multiplications),
    bytes: a.bytes + b.bytes,
  };
}

async function runWork(json: RecipeJson): Promise<Work> {
  const recipe = defineRecipe(json);
  const model = trickFrom(["layers"], String(recipe.model));
  if (model !== undefined && layersIn(model) > MOST_LAYERS)
    return { multiplications: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY };
  const source = trickFrom(["sources"], String(recipe.data).replaceAll("-", ""));
  const said = source?.values ?? {};
  const data = await fromSpec("sources", few(source)).load();
  const [, ...shape] = data.train.inputs.shape;
  const built = recipeModel(recipe, data).build(shape);
  const parameters = Object.values(built.parameters).reduce((sum, spec) => sum + product(spec.shape), 0);
  const samples = Number(recipe.trainSize ?? said.train ?? said.samples ?? USUAL.samples);
  const others =
    sizeOf(recipe.validationSize ?? said.validation, samples) + sizeOf(recipe.testSize ?? said.test, samples);
  const batch = Math.min(recipe.batchSize ?? USUAL.batchSize, samples);
  const steps = Math.min(
    (recipe.epochs ?? USUAL.epochs) * Math.ceil(samples / batch),
    recipe.maxSteps ?? Number.POSITIVE_INFINITY,
  );
  // Weights of a convolution are used at every place of its output.
  const used = Object.values(built.parameters).reduce(
    (sum, spec) => sum + product(spec.shape) * placesOf(spec.shape, shape),
    0,
  );
  return {
    multiplications: TIMES * used * steps * batch,
    bytes:
      4 * KEPT * parameters +
      (samples + others) * product(shape) * (data.train.inputs.data instanceof Uint8Array ? 1 : 4),
  };
}

/** A part or a number of the samples. */
function sizeOf(size: unknown, samples: number): number {
  const number = Number(size ?? 0);
  return number < 1 ? number * samples : number;
}

/** At about how many places of an image a weight is used: kernels of convolutions have two sides, others one matrix. */
function placesOf(kernel: readonly number[], image: readonly number[]): number {
  return kernel.length === 4 ? product(image.slice(0, 2)) / 2 : 1;
}

function product(shape: readonly number[]): number {
  return shape.reduce((all, extent) => all * extent, 1);
}

/** The same data, of few samples. */
function few(source: Instance | undefined): { name: string } {
  const { name = "digits", definition, values = {} } = source ?? {};
  const least: Record<string, number> = { train: 10, samples: 10, validation: 0, test: 1 };
  const own = Object.keys(definition?.options ?? { train: 1, validation: 1, test: 1 });
  const sizes = Object.entries(least).filter(([key]) => own.includes(key));
  return { ...values, name, ...Object.fromEntries(sizes) };
}

/** How many layers a model is made of, counted without making them. */
export function layersIn(trick: Instance): number {
  const times = trick.name === "repeat" ? Number(trick.values.times) : 1;
  const inside = Object.values(trick.values)
    .flatMap((value) => (Array.isArray(value) ? value.flat() : [value]))
    .filter(isTrick)
    .filter((one) => "build" in one);
  return 1 + times * inside.reduce((sum, one) => sum + layersIn(one), 0);
}
