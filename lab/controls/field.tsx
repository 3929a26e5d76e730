import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { texts } from "../texts/language.ts";
import type { Edit } from "./edit.ts";
import "./field.css";

/** What a control in a field is told: how it is labelled, and what to do with a text that is typed or a value that is chosen. */
export interface FieldParts {
  id: string;
  /** What describes it: the error below it. */
  describedBy: string | undefined;
  invalid: boolean;
  /** A value as it is typed or moved: checked, not yet used. */
  draft(value: unknown, text: string): void;
  /** What is being typed; undefined: nothing. */
  text: string | undefined;
  /** Uses a value, if nothing is against it. */
  use(value: unknown): void;
}

interface FieldProps {
  name: string;
  label: ComponentChildren;
  help: ComponentChildren;
  edit: Edit;
  /** Whether a value is given, so that it can be taken back. */
  given: boolean;
  /** Which side it is of: "A" or "B". */
  side?: string | undefined;
  /** Further buttons. */
  tools?: ComponentChildren;
  children(parts: FieldParts): ComponentChildren;
}

/** A quiet row: a name, a control, and on demand its help. What the library says against a value stands below it. */
export function Field({ name, label, help, edit, given, side, tools, children }: FieldProps) {
  const id = useId();
  const helpShown = useSignal(false);
  const error = useSignal<string | undefined>(undefined);
  const text = useSignal<string | undefined>(undefined);
  const words = texts().controls;
  const use = (value: unknown) => {
    error.value = edit.check(value);
    if (error.value !== undefined) return;
    text.value = undefined;
    edit.commit(value);
  };
  const parts: FieldParts = {
    id,
    describedBy: error.value === undefined ? undefined : `${id}-error`,
    invalid: error.value !== undefined,
    text: text.value,
    draft(value, typed) {
      text.value = typed;
      error.value = edit.check(value);
    },
    use,
  };
  return (
    <div class="field" data-option={name} data-side={side}>
      <label for={id} id={`${id}-label`}>
        {side !== undefined && <b class="side">{side}</b>} {label}
      </label>
      <div class="field-control">{children(parts)}</div>
      <div class="field-tools">
        {tools}
        {given && (
          <button
            type="button"
            class="quiet"
            aria-label={words.reset(name)}
            title={words.reset(name)}
            onClick={() => use(undefined)}
          >
            ↺
          </button>
        )}
        <button
          type="button"
          class="quiet"
          aria-label={words.helpOn(name)}
          aria-expanded={helpShown.value}
          aria-controls={`${id}-help`}
          onClick={() => {
            helpShown.value = !helpShown.value;
          }}
        >
          ?
        </button>
      </div>
      <p class="field-error" id={`${id}-error`} role="status">
        {error.value}
      </p>
      <div class="field-help" id={`${id}-help`} hidden={!helpShown.value}>
        {helpShown.value && help}
      </div>
    </div>
  );
}
