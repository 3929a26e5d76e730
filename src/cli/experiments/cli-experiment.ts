import type { BackendChoice } from "../../backend/backend.ts";
import type { Design } from "../../compare/design.ts";
import type { EvidenceOptions } from "../../compare/evidence-options.ts";
import type { QueueLocation } from "../../compare/queue/queue-address.ts";
import type { TuneOptions } from "../../compare/tuning/tune-options.ts";
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
  /** How the values are put together. */
  design: Design | undefined;
  /** Variants by name, in place of `vary`. */
  variants: Readonly<Record<string, RecipeInput>> | undefined;
  /** What is tuned for each variant, and how. */
  tuning: TuneOptions;
  /** What is asked beyond whether variants differ. */
  evidence: EvidenceOptions;
  seeds: number | undefined;
  parallel: number | undefined;
  backend: BackendChoice | undefined;
  /** The queue whose workers carry out the runs. */
  queue: QueueLocation | undefined;
  /** The folder that keeps its runs, where it is not the usual one. */
  checkpoint: string | undefined;
  /** The files of the report, where it is not the usual one; their extensions say what they are. */
  reports: readonly string[] | undefined;
  /** The words of the command, without seeds and without what changes no result: "evenkeel", "compare", "dropout". */
  words: readonly string[];
  json: boolean;
}

/** An experiment by its name: one that varies a recipe, or one of a kind of its own. */
export interface CliExperiment {
  name: string;
  /** Names that it had earlier. */
  formerly?: readonly string[];
  title: string;
  /** What it asks. */
  question: string;
  summary: string;
  /** The keys of a request, and of its recipe, that it reads; all if left out. */
  reads?: readonly string[];
  run(request: CompareRequest, host: Host): Promise<ExitCode>;
}
