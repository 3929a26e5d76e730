import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { RecipeJson } from "../experiment.ts";
import { askReader } from "../own-data/ask-reader.ts";
import { texts } from "../texts/language.ts";
import { TextToTake } from "./text-to-take.tsx";

/** The program of a recipe. A worker makes it, since its data are drawn for it. */
export function ProgramView({ recipe, file }: { recipe: RecipeJson; file: string }) {
  const words = texts().controls.exporting;
  const made = useSignal<{ program: string } | { message: string } | undefined>(undefined);
  const asked = JSON.stringify(recipe);
  useEffect(() => {
    const controller = new AbortController();
    made.value = undefined;
    askReader({ kind: "program", recipe: JSON.parse(asked) as RecipeJson }, controller.signal).then((answer) => {
      if (answer.kind === "program") made.value = answer;
      if (answer.kind === "failed") made.value = answer;
    });
    return () => controller.abort();
  }, [asked, made]);
  if (made.value === undefined) return <p role="status">{words.writing}</p>;
  if ("message" in made.value) return <p role="alert">{made.value.message}</p>;
  return <TextToTake text={made.value.program.trimEnd()} label={words.kinds.program} file={file} />;
}
