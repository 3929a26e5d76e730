import { type Dataset, diagnose } from "evenkeel";
import type { RecipeJson } from "../experiment.ts";
import type { Before } from "../protocol.ts";

/** Sizes of sets: the data that are there were cut to them. */
const SIZES = ["trainSize", "validationSize", "testSize"];

/** What the doctor finds in the data and the structure of a run, without training it. */
export async function beforeTraining(recipe: RecipeJson, data: Dataset): Promise<Before> {
  const own = Object.fromEntries(Object.entries(recipe).filter(([key]) => !SIZES.includes(key)));
  const { findings, checked } = await diagnose({ recipe: own, data }, { phases: ["before"], threads: 0 });
  return { findings, diagnoses: checked.diagnoses, left: checked.left };
}
