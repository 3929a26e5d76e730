import type { Study, StudyRun } from "evenkeel";
import type { RecipeJson } from "../experiment.ts";

/** One page of the lab, as data. Its words stand in texts/chapters/NAME.en.ts and NAME.zh.ts. */
export interface Chapter {
  /** As its file, in kebab-case; also its place in the address. */
  name: string;
  /** Its place in the order, from 1. */
  order: number;
  /** MathML by name, made by tex`…` when the page is built; texts refer to one as {name}. */
  formulas: Record<string, string>;
  main: Plan;
  /** Where the trick does not help. */
  whenNot: Plan;
  /** Experiments with other tricks of the chapter, by their names in the address, in their order. */
  further?: Readonly<Record<string, Plan>>;
  /** Where it comes from: "Ioffe & Szegedy 2015, arXiv:1502.03167", and where to read it. */
  sources: readonly { text: string; url: string }[];
  /** Names of tricks of the catalogue whose options the page offers first. */
  tricks: readonly string[];
}

/** An experiment of a chapter. */
export interface Plan {
  /** What A and B share. */
  base: RecipeJson;
  a: RecipeJson;
  b: RecipeJson;
  /** How many seeds: 1 where one pair shows it beyond doubt, else up to 5. */
  seeds: number;
  claim: Claim;
  /** What is shown besides loss and accuracy, the most telling first. */
  plots: readonly Plot[];
}

export type Plot =
  | "signals" // deviation, dead share, update ratio and gradient of each layer
  | "histograms"
  | "learningRate"
  | "filters"
  | "misread"
  | "surface"
  | "path" // of optimizers over a function of two numbers
  | "pad"; // draw a digit

/** Both sides with one seed, finished. */
export interface Pair {
  seed: number;
  a: StudyRun;
  b: StudyRun;
}

export type ClaimState = "holds" | "doesNotHold" | "notYet";

/** A sentence of the text that the numbers on the page decide. */
export interface Claim {
  /** Pairs that it takes; before, it is "notYet". */
  pairs: number;
  /** Decides by finished pairs; `study` is what `compare` says of them, from two pairs on. */
  judge(pairs: readonly Pair[], study: Study | undefined): ClaimState;
  /** The numbers that decide it, as the page shows them beside the claim. */
  numbers(pairs: readonly Pair[], study: Study | undefined): ClaimNumber[];
}

export interface ClaimNumber {
  /** A key of the chapter's text `numbers`. */
  label: string;
  /** Which side it is of; both, for a difference. */
  arm: "a" | "b" | "both";
  value: number;
  /** How it is written. */
  as: "percent" | "points" | "number" | "count" | "steps" | "seconds";
}

/** The words of a chapter in one language. Paragraphs may have {name} where a formula stands, and `code`. */
export interface ChapterText {
  title: string;
  /** One line for the list of chapters. */
  summary: string;
  /** The idea, in a few short paragraphs. */
  idea: readonly string[];
  main: PlanText;
  whenNot: PlanText;
  /** Of further experiments, each with what its tab is called. */
  further?: Readonly<Record<string, PlanText & { tab: string }>>;
  /** What each label of `Claim.numbers` means. */
  numbers: Readonly<Record<string, string>>;
  /** Something to try: what to change, and what to look at. */
  question: string;
}

export interface PlanText {
  title: string;
  /** What is trained, in a sentence or two. */
  setup: string;
  /** What A and B are called: "without", "batch normalization". */
  a: string;
  b: string;
  /** The sentence that becomes true or false. */
  claim: string;
  /** What to make of it, where it holds and where it does not. */
  holds: string;
  doesNotHold: string;
}
