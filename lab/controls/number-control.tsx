import type { Option } from "evenkeel";
import { useMemo } from "preact/hooks";
import { texts } from "../texts/language.ts";
import type { FieldParts } from "./field.tsx";
import type { OptionShape } from "./option-shape.ts";
import { textOf, valueFrom } from "./option-text.ts";
import { sliderOf } from "./slider-of.ts";

interface NumberControlProps {
  name: string;
  option: Option<unknown>;
  shape: Extract<OptionShape, { kind: "number" }>;
  value: unknown;
  /** What holds where no value is given. */
  usual: unknown;
  field: FieldParts;
}

/** A number to type, and a slider where its range is bounded or goes over orders of magnitude. */
export function NumberControl({ name, option, shape, value, usual, field }: NumberControlProps) {
  const now = value ?? usual;
  const first = useMemo(() => (typeof now === "number" ? now : undefined), []); // the slider must not move under the hand
  const slider = sliderOf(shape, option.fallback ?? first);
  const shown = field.text ?? textOf(value);
  const typed = field.text === undefined ? now : valueFrom(option, field.text);
  const move = (event: Event, use: boolean) => {
    if (slider === undefined) return;
    const moved = slider.valueAt(Number((event.currentTarget as HTMLInputElement).value));
    if (use) field.use(moved);
    else field.draft(moved, String(moved));
  };
  return (
    <>
      <input
        id={field.id}
        class="choice number"
        type="text"
        inputMode="decimal"
        autocomplete="off"
        spellcheck={false}
        value={shown}
        placeholder={usual === undefined ? texts().controls.byDefault : textOf(usual)}
        aria-invalid={field.invalid}
        aria-describedby={field.describedBy}
        onInput={({ currentTarget: { value: text } }) => field.draft(valueFrom(option, text), text)}
        onChange={({ currentTarget: { value: text } }) => field.use(valueFrom(option, text))}
      />
      {slider && (
        <input
          type="range"
          min={slider.min}
          max={slider.max}
          step={slider.step}
          value={typeof typed === "number" ? slider.placeOf(typed) : slider.min}
          aria-label={texts().controls.slider(name)}
          aria-valuetext={textOf(typed)}
          onInput={(event) => move(event, false)}
          onChange={(event) => move(event, true)}
        />
      )}
    </>
  );
}
