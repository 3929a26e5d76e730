import { useEffect, useState } from "preact/hooks";
import type { Race } from "../race/race.ts";
import { texts } from "../texts/language.ts";
import { KEPT } from "../worker/kept.ts";
import { countText } from "./number-text.ts";
import "./charts.css";
import "./step-slider.css";

/** Milliseconds from one look to the next as it plays; where movement is to be reduced, time to read. */
const PACE = { usual: 120, reduced: 1000 };

/** Goes through the steps whose looks are kept: during training, and after it. */
export function StepSlider({ race }: { race: Race }) {
  const words = texts().charts.slider;
  const [playing, setPlaying] = useState(false);
  const [a, b] = [race.a.value?.looks ?? [], race.b.value?.looks ?? []];
  const looks = b.length > a.length ? b : a;
  const shown = race.shown.value;
  const last = looks.length - 1;
  const at = shown === undefined ? last : nearest(looks, shown);

  const show = (index: number) => {
    race.shown.value = looks[Math.min(last, Math.max(0, index))];
  };
  useEffect(() => {
    if (!playing) return;
    const pace = matchMedia("(prefers-reduced-motion: reduce)").matches ? PACE.reduced : PACE.usual;
    const timer = setTimeout(() => {
      if (at >= last) setPlaying(false);
      else show(at + 1);
    }, pace);
    return () => clearTimeout(timer);
  }, [playing, at, last]);

  if (looks.length < 2) return <p class="chart-summary">{words.none}</p>;
  const play = () => {
    if (!playing && at >= last) show(0);
    setPlaying(!playing);
  };
  const step = looks[at];
  const where = step === 0 ? words.first : words.at(countText(step), countText(looks[last]));
  const text = shown === undefined ? words.following(countText(step)) : where;
  return (
    <div class="chart step-slider">
      <button type="button" onClick={play}>
        {playing ? words.pause : words.play}
      </button>
      <input
        type="range"
        min={0}
        max={last}
        step={1}
        value={at}
        aria-label={words.label}
        aria-valuetext={text}
        onInput={({ currentTarget }) => {
          setPlaying(false);
          show(currentTarget.valueAsNumber);
        }}
      />
      <button
        type="button"
        aria-pressed={shown === undefined}
        onClick={() => {
          setPlaying(false);
          race.shown.value = undefined;
        }}
      >
        {words.newest}
      </button>
      <span class="step-slider-text">{text}</span>
      <small class="muted">{texts().race.kept(KEPT.steps, KEPT.megabytes)}</small>
    </div>
  );
}

/** The index of the look that is nearest to a step. */
function nearest(looks: readonly number[], step: number): number {
  return looks.reduce((best, look, i) => (Math.abs(look - step) < Math.abs(looks[best] - step) ? i : best), 0);
}
