import type { ComponentChildren } from "preact";
import { texts } from "../texts/language.ts";
import type { FieldParts } from "./field.tsx";
import { textOf } from "./option-text.ts";

interface NamesSelectProps {
  field: FieldParts;
  /** What it is by default. */
  usual: unknown;
  /** The name that is chosen; "" where it is by default. */
  now: string;
  /** Whether the chosen name is among those of the list; else it is shown before them. */
  isListed: boolean;
  choose(name: string): void;
  /** The names, as options. */
  children: ComponentChildren;
}

/** A list of names of which one is chosen, or the default. */
export function NamesSelect({ field, usual, now, isListed, choose, children }: NamesSelectProps) {
  const words = texts().controls;
  return (
    <select
      id={field.id}
      class="choice"
      aria-invalid={field.invalid}
      aria-describedby={field.describedBy}
      onChange={({ currentTarget: { value } }) => choose(value)}
    >
      <option value="" selected={now === ""}>
        {usual === undefined ? words.byDefault : words.usually(textOf(usual))}
      </option>
      {now !== "" && !isListed && (
        <option value={now} selected>
          {now}
        </option>
      )}
      {children}
    </select>
  );
}
