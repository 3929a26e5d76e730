import type { Option } from "evenkeel";
import { texts } from "../texts/language.ts";
import type { FieldParts } from "./field.tsx";
import { textOf, valueFrom } from "./option-text.ts";

interface TextControlProps {
  option: Option<unknown>;
  value: unknown;
  usual: unknown;
  field: FieldParts;
}

/** A text, a list or an expression to type. */
export function TextControl({ option, value, usual, field }: TextControlProps) {
  return (
    <input
      id={field.id}
      class="choice text"
      type="text"
      autocomplete="off"
      spellcheck={false}
      value={field.text ?? textOf(value)}
      placeholder={usual === undefined ? texts().controls.byDefault : textOf(usual)}
      aria-invalid={field.invalid}
      aria-describedby={field.describedBy}
      onInput={({ currentTarget: { value: text } }) => field.draft(valueFrom(option, text), text)}
      onChange={({ currentTarget: { value: text } }) => field.use(valueFrom(option, text))}
    />
  );
}
