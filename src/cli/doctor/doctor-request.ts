import type { BackendChoice } from "../../backend/backend.ts";
import type { Phase } from "../../doctor/diagnosis.ts";
import type { RecipeInput } from "../../recipe/recipe.ts";
import type { OutputFile } from "../output-file.ts";

/** What a command line asks the doctor for. */
export interface DoctorRequest {
  /** The recipe's file, if there is one. */
  file: string | undefined;
  recipe: RecipeInput;
  phases: readonly Phase[] | undefined;
  steps: number | undefined;
  isCure: boolean;
  seeds: number | undefined;
  rounds: number | undefined;
  parallel: number | undefined;
  backend: BackendChoice | undefined;
  checkpoint: string | undefined;
  report: OutputFile | undefined;
  /** Where the cured recipe is written. */
  write: OutputFile | undefined;
  json: boolean;
}
