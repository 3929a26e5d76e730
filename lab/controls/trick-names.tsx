import { catalogue } from "evenkeel";
import { texts } from "../texts/language.ts";
import type { Kind } from "./option-shape.ts";
import { catalogues } from "./trick-named.ts";

interface TrickNamesProps {
  kinds: readonly Kind[];
  /** Names that are no tricks: "none". */
  others?: readonly string[];
  now?: string;
}

/** The tricks of some catalogues to choose from, by catalogue. */
export function TrickNames({ kinds, others = [], now }: TrickNamesProps) {
  const all = catalogues(kinds);
  const words = texts().controls;
  const choice = (name: string) => (
    <option key={name} value={name} selected={name === now}>
      {name}
    </option>
  );
  return (
    <>
      {others.map(choice)}
      {all.map((kind) => (
        <optgroup key={kind} label={words.kinds[kind]}>
          {Object.keys(catalogue[kind]).map(choice)}
        </optgroup>
      ))}
    </>
  );
}
