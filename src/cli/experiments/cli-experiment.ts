import type { Vary } from "../../compare/vary.ts";
import type { RecipeInput } from "../../recipe/recipe.ts";
import type { ExitCode } from "../command.ts";
import type { Host } from "../host.ts";

/** What a command line asks `compare` for. */
export interface CompareRequest {
  recipe: RecipeInput;
  /** The texts of the flags of the recipe, by key. */
  texts: Readonly<Record<string, string>>;
  vary: Vary;
  seeds: number | undefined;
  parallel: number | undefined;
  /** The folder that keeps its runs, where it is not the usual one. */
  checkpoint: string | undefined;
  /** The file of the report, where it is not the usual one. */
  report: string | undefined;
  json: boolean;
}

/** An experiment by its name: one that varies a recipe, or one of a kind of its own. */
export interface CliExperiment {
  name: string;
  /** Names that it had earlier. */
  formerly?: readonly string[];
  title: string;
  summary: string;
  /** The keys of a request, and of its recipe, that it reads; all if left out. */
  reads?: readonly string[];
  run(request: CompareRequest, host: Host): Promise<ExitCode>;
}
