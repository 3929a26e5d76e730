import type { OutputMeaning } from "./output-meaning.ts";

/** How a loss reads targets and outputs. */
export interface OutputReading {
  readonly name: string;
  readonly targetKind: "classes" | "values";
  readonly predictions: OutputMeaning | undefined;
}
