import type { Dataset } from "../data/dataset.ts";
import type { RandomStream } from "../random.ts";
import type { Recipe, RecipeInput } from "../recipe/recipe.ts";
import type { Examination } from "./examination.ts";
import type { Evidence, Severity } from "./finding.ts";

/** When a diagnosis can be made: of the data and the network alone, after a probe of at most 200 steps, or in training. */
export type Phase = "before" | "probe" | "during";

/** A limit and its reason. */
export interface Threshold {
  readonly value: number;
  /** Why this number: who gives it, or what was measured. */
  readonly why: string;
}

/** A disease that was found, before it is set in order among others. */
export interface Found {
  /** "inputs", "3.dense", "optimizer". */
  where: string;
  /** At least two independent signs for a warning, unless it is so by definition. */
  evidence: readonly Evidence[];
  /** What it means for this run, in one or two sentences. */
  meaning: string;
  /** Whether it is so by definition, such as a softmax before a loss that takes logits. */
  certain?: boolean;
  /** Where it is less grave than the diagnosis says. */
  severity?: Severity;
}

/** What is to be changed against a disease. */
export interface Cure {
  /** In words: "Scale the inputs". */
  text: string;
  /** Keys of a recipe with their new values; left out for what no recipe can say. */
  change?: RecipeInput;
}

/** How a healthy run is made sick, for tests and for the bench. What is left out stays as it is. */
export interface Seed {
  /** In words: "inputs as they are, from 0 to 255". */
  what: string;
  /** Changes of the recipe; undefined for a recipe to which they do not apply. */
  recipe?(healthy: Recipe, data: Dataset): RecipeInput | undefined;
  /** The same data with the fault; undefined for data to which it does not apply. */
  data?(healthy: Dataset, random: RandomStream): Dataset | undefined;
  /** Other diagnoses that are right too for what this makes, such as those of its cause under another name. */
  alsoRight?: readonly string[];
}

/** One disease: its signs, its limits with their reasons, its cures, and how a healthy run gets it. */
export interface Diagnosis<T extends Readonly<Record<string, Threshold>> = Readonly<Record<string, Threshold>>> {
  /** The name in findings, and of its file: "unscaledInputs". */
  readonly name: string;
  /** In a few words: "Inputs that are not scaled". */
  readonly title: string;
  /** One sentence: what is wrong, and what it does. */
  readonly summary: string;
  /** Where the rule comes from. */
  readonly source: string;
  readonly group: "data" | "structure" | "training";
  /** The first phase in which it can be made. */
  readonly phase: Phase;
  /** The gravest that it can be. */
  readonly severity: Severity;
  /** What is looked at, in words. */
  readonly signals: string;
  readonly thresholds: T;
  /** What to watch: when it is silent, and when it may be wrong. */
  readonly avoid: string;
  /** Names of diagnoses that this one explains, where both are found: its consequences. */
  readonly explains?: readonly string[];
  /** The disease in what was examined, once for each place; nothing where it is not, or where what it needs was not examined. */
  find(examination: Examination, thresholds: { readonly [K in keyof T]: number }): Found | readonly Found[] | undefined;
  /** What to do, the best first. */
  cures(found: Found, examination: Examination): readonly Cure[];
  /** At least one way to get it. */
  readonly seeds: readonly Seed[];
}

/** Defines a diagnosis of the catalogue. */
export function defineDiagnosis<const T extends Readonly<Record<string, Threshold>>>(
  diagnosis: Diagnosis<T>,
): Diagnosis {
  return diagnosis as unknown as Diagnosis;
}
