import { firstNotFinite } from "../data/checks/check-dataset.ts";
import { expectDataset } from "../data/checks/expect-dataset.ts";
import { DATASET_PARTS, type Dataset, type Values } from "../data/dataset.ts";
import { withSizes } from "../data/with-sizes.ts";
import { EvenkeelError } from "../errors.ts";
import { defined } from "../options/defined.ts";
import { isPlainObject } from "../options/plain-object.ts";
import { refused } from "../options.ts";
import { withDataDefaults } from "../recipe/data-defaults.ts";
import { defineRecipe, recipeWithoutData } from "../recipe/define-recipe.ts";
import { modelOfRecipe } from "../recipe/model-of-recipe.ts";
import type { Recipe } from "../recipe/recipe.ts";
import { type DataContext, dataOfRecipe } from "../recipe/recipe-data.ts";
import { recipeTraining } from "../recipe/recipe-training.ts";
import { checkBatchSize } from "../recipe/train-recipe.ts";
import { withTask } from "../recipe/with-task.ts";
import { prepareTraining } from "../train/prepare/prepare-training.ts";
import type { TrainOptions } from "../train/train-options.ts";
import type { Patient } from "./examination.ts";
import { type Examined, examinedAs } from "./examined-as.ts";
import { mended } from "./mended.ts";

/** What is asked of the host of an examination, besides what it runs on. */
interface Hosted extends DataContext {
  /** In place of the seed of the recipe or the options. */
  seed?: number | undefined;
}

/**
 * The patient of an examination: its data are loaded, its training is prepared.
 * @throws a usage error for what is no patient, and for a run that `train` would refuse. Numbers that are not finite, a softmax
 * too many and a loss that does not fit are no reasons to refuse it: they are findings.
 */
export async function patientOf(what: Examined, { seed, ...context }: Hosted = {}): Promise<Patient> {
  const given = examinedAs(what);
  const seeded = seed === undefined ? {} : { seed };
  if ("model" in given) {
    const data = await given.data;
    expectDataset("diagnose: data", data);
    const options = { ...withoutWatchers(given.options), ...seeded };
    return prepared(data, (finite) => ({ model: given.model, data: finite, options }));
  }
  const own = await given.data;
  if (own !== undefined) expectDataset("diagnose: data", own);
  const recipe = { ...(own === undefined ? defineRecipe(given.recipe) : recipeWithoutData(given.recipe)), ...seeded };
  const data = own === undefined ? await dataOfRecipe(recipe, context) : ofSizes(own, recipe);
  const patient = await prepared(withTask(data, recipe), (finite) => {
    const whole = withDataDefaults(recipe, finite);
    checkBatchSize(whole, finite);
    return { model: modelOfRecipe(whole, finite), data: finite, options: recipeTraining(whole, finite) };
  });
  return { ...patient, recipe: withDataDefaults(recipe, patient.training.data) };
}

/** Data that are there, in sets of the sizes that a recipe says. */
function ofSizes(
  data: Dataset,
  { trainSize: train, validationSize: validation, testSize: test, dataSeed }: Recipe,
): Dataset {
  const sizes = defined({ train, validation, test });
  return Object.keys(sizes).length === 0 ? data : withSizes(data, { ...sizes, seed: dataSeed });
}

/** Options that keep, show or end a run are none of an examination: it trains for itself. */
function withoutWatchers(options: TrainOptions = {}): TrainOptions {
  if (!isPlainObject(options)) throw refused("diagnose: options", "options of train as { … }", options);
  const { resume, checkpoint, log, verbose, onProgress, onStep, pace, signal, now, maxTime, ...others } = options;
  return others;
}

/** Both ways to a patient end here: data whose numbers are all finite are prepared for training. */
async function prepared(
  data: Dataset,
  describe: (finite: Dataset) => Pick<Patient, "model" | "data"> & { options: TrainOptions },
): Promise<Patient> {
  const { model, options, data: finite } = describe(withoutBroken(data));
  try {
    const training = await prepareTraining(model, finite, options, "diagnose");
    return { data, model, options, training, task: training.task };
  } catch (error) {
    const patient = error instanceof EvenkeelError ? await mended(model, finite, options, error) : undefined;
    if (patient === undefined) throw error;
    return { data, model, options, ...patient, task: patient.training.task };
  }
}

/** The data with 0 in place of inputs and real targets that are not finite; the data themselves where all are. */
function withoutBroken(data: Dataset): Dataset {
  const whole = { ...data };
  for (const part of DATASET_PARTS) {
    const samples = data[part];
    if (samples === undefined) continue;
    const [inputs, targets] = [finiteValues(samples.inputs), finiteValues(samples.targets)];
    if (inputs !== samples.inputs || targets !== samples.targets) whole[part] = { ...samples, inputs, targets };
  }
  return whole;
}

function finiteValues(values: Values): Values {
  const { shape, data } = values;
  if (shape.length < 1 || firstNotFinite(data) < 0) return values;
  return { shape, data: data.map((x) => (Number.isFinite(Math.fround(x)) ? x : 0)) };
}
