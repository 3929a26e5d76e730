import type { FieldParts } from "./field.tsx";
import { NamesSelect } from "./names-select.tsx";
import { textOf } from "./option-text.ts";

interface ChoiceControlProps {
  choices: readonly string[];
  value: unknown;
  usual: unknown;
  field: FieldParts;
  /** What a chosen name means; by default the name. */
  meaning?(name: string): unknown;
}

/** One of some names, or the default. */
export function ChoiceControl({ choices, value, usual, field, meaning = (name) => name }: ChoiceControlProps) {
  const now = textOf(value);
  return (
    <NamesSelect
      field={field}
      usual={usual}
      now={now}
      isListed={choices.includes(now)}
      choose={(name) => field.use(name === "" ? undefined : meaning(name))}
    >
      {choices.map((name) => (
        <option key={name} value={name} selected={name === now}>
          {name}
        </option>
      ))}
    </NamesSelect>
  );
}
