import { useId } from "preact/hooks";

interface RangeSliderProps {
  label: string;
  value: number;
  /** How the value is written beside it. */
  text: string;
  min: number;
  max: number;
  step: number;
  /** Whether the slider goes by powers of ten: ends and step are exponents then. */
  log?: boolean;
  change: (value: number) => void;
}

/** A slider with its label and its value. */
export function RangeSlider({ label, value, text, min, max, step, log = false, change }: RangeSliderProps) {
  const id = useId();
  return (
    <span class="range-slider">
      <label for={id}>{label}</label>
      <span class="chart-value">{text}</span>
      <input
        id={id}
        type="range"
        min={min}
        max={max}
        step={step}
        value={log ? Math.log10(value) : value}
        aria-valuetext={text}
        onInput={({ currentTarget }) => {
          const read = currentTarget.valueAsNumber;
          change(log ? Number((10 ** read).toPrecision(3)) : read);
        }}
      />
    </span>
  );
}
