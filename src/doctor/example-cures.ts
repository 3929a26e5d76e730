import type { RecipeInput } from "../recipe/recipe.ts";
import { adviceOf } from "./advice-of.ts";
import { examined } from "./diagnose.ts";
import type { Diagnosis, Found } from "./diagnosis.ts";
import type { Advice } from "./finding.ts";

/** A run to show advice by: a small network on drawn digits. */
const EXAMPLE = {
  data: "digits",
  model: "mlp",
  hidden: [64, 32],
  trainSize: 200,
  validationSize: 50,
  testSize: 50,
} satisfies RecipeInput;

/** What a diagnosis advises such a run; nothing where its advice follows from a training. */
export async function exampleCures(): Promise<(diagnosis: Diagnosis) => Advice[]> {
  const { examination } = await examined(EXAMPLE, { phases: ["before"], threads: 1 });
  const layer = examination.layers.find(({ role }) => role === "activation");
  const found: Found = { where: layer?.path ?? "inputs", evidence: [], meaning: "" };
  return (diagnosis) => {
    try {
      return adviceOf(diagnosis.cures(found, examination), examination.patient);
    } catch {
      return []; // what was not examined
    }
  };
}
