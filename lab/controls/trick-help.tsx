import type { TrickDefinition } from "evenkeel";
import { texts } from "../texts/language.ts";
import { summaryOf } from "./words-of.ts";

/** What a trick says of itself: what it does, when to use it and when not, its equation and where it comes from. */
export function TrickHelp({ definition }: { definition: TrickDefinition }) {
  const words = texts().controls;
  const { formula, source, use, avoid } = definition;
  return (
    <>
      <p>
        <b>{definition.name}</b> {summaryOf(definition)}
      </p>
      {formula !== undefined && <pre>{formula}</pre>}
      {use !== undefined && (
        <p>
          <b>{words.use}</b> <span lang="en">{use}</span>
        </p>
      )}
      {avoid !== undefined && (
        <p>
          <b>{words.avoid}</b> <span lang="en">{avoid}</span>
        </p>
      )}
      <p class="source">
        <b>{words.source}</b> <span lang="en">{source}</span>
      </p>
    </>
  );
}
