/** What runs in a worker of its own: it reads files that were dropped, and draws data for programs, so that no page waits. */
import { recipeProgram } from "evenkeel";
import { errorText } from "../error-text.ts";
import type { RecipeJson } from "../experiment.ts";
import type { OwnData } from "../own-data.ts";
import { columnsIn } from "./columns-in.ts";
import { ownDataset } from "./own-dataset.ts";
import { factsOf, type OwnFacts } from "./own-facts.ts";

/** What it is asked: for the columns of a table, for all of the data, or for the program of a recipe. */
export type ToReader = { kind: "columns" | "all"; own: OwnData } | { kind: "program"; recipe: RecipeJson };
export type FromReader =
  | { kind: "progress"; done: number }
  | { kind: "columns"; columns: string[] }
  | { kind: "all"; facts: OwnFacts }
  | { kind: "program"; program: string }
  | { kind: "failed"; message: string };

addEventListener("message", async ({ data }: MessageEvent<ToReader>) => {
  const say = (message: FromReader) => postMessage(message);
  try {
    say(await answerTo(data, (done) => say({ kind: "progress", done })));
  } catch (error) {
    say({ kind: "failed", message: errorText(error) });
  }
});

async function answerTo(asked: ToReader, tell: (done: number) => void): Promise<FromReader> {
  const { kind } = asked;
  if (kind === "program") return { kind, program: await recipeProgram(asked.recipe) };
  if (kind === "all") return { kind, facts: factsOf(await ownDataset(asked.own, {}, tell)) };
  return { kind, columns: await columnsIn(asked.own.files[0].blob, asked.own.name) };
}
