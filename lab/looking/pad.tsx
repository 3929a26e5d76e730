import { useState } from "preact/hooks";
import { percentText } from "../charts/number-text.ts";
import { errorText } from "../error-text.ts";
import type { Race } from "../race/race.ts";
import { texts } from "../texts/language.ts";
import { inkOf, SIDE, type Stroke } from "./ink.ts";
import { PadCanvas } from "./pad-canvas.tsx";
import { Picture } from "./picture.tsx";
import { ReadingTable } from "./reading-table.tsx";
import { sampleDigit } from "./sample-digit.ts";
import { mostLikely, type Readings, useReadings } from "./use-readings.ts";
import "./pad.css";

/** What lies on the pad: lines that were drawn, or a sample as it is. */
type OnPad =
  | { kind: "strokes"; strokes: readonly Stroke[] }
  | { kind: "sample"; pixels: Float32Array; digit: number }
  | { kind: "failed"; why: string };

const EMPTY: OnPad = { kind: "strokes", strokes: [] };

/** A pad to draw a digit, and what both networks read: also while they train. */
export function Pad({ race }: { race: Race }) {
  const words = texts().doctor.pad;
  const [on, put] = useState<OnPad>(EMPTY);
  const facts = race.a.value?.facts ?? race.b.value?.facts;
  const fits = facts === undefined || facts.inputShape.reduce((product, size) => product * size, 1) === SIDE * SIDE;
  const strokes = on.kind === "strokes" ? on.strokes : [];
  const pixels = on.kind === "sample" ? on.pixels : strokes.length > 0 ? inkOf(strokes) : undefined;
  const readings = useReadings(race, fits ? pixels : undefined);
  const { base } = race.experiment.value;
  const drawn = race.data.value === undefined && /^digits(\(|$)/.test(String(base.data ?? "digits"));
  if (!fits) return <p class="muted">{words.noDigits}</p>;
  return (
    <figure class="pad">
      <figcaption>{words.title}</figcaption>
      <div class="pad-parts">
        <div class="pad-drawing">
          <PadCanvas
            strokes={strokes}
            sample={on.kind === "sample" ? on.pixels : undefined}
            draw={(lines) => put({ kind: "strokes", strokes: lines })}
          />
          <div class="pad-choices">
            <button type="button" class="button" onClick={() => put(EMPTY)}>
              {words.clear}
            </button>
            {drawn && (
              <button
                type="button"
                class="button"
                onClick={() =>
                  sampleDigit(base.dataSeed).then(
                    (sample) => put({ kind: "sample", ...sample }),
                    (error: unknown) => put({ kind: "failed", why: errorText(error) }),
                  )
                }
              >
                {words.sample}
              </button>
            )}
          </div>
          {on.kind === "failed" && <p class="message">{words.sampleFailed(on.why)}</p>}
          <p class="small muted pad-preview">
            {pixels !== undefined && <Picture pixels={pixels} height={SIDE} width={SIDE} />}
            <span>{on.kind === "sample" ? words.sampleIs(String(on.digit)) : words.preview}</span>
          </p>
        </div>
        <div class="pad-reading">
          <p role="status">{pixels === undefined ? words.empty : summaryOf(readings, facts?.classes)}</p>
          <ReadingTable readings={pixels === undefined ? {} : readings} classes={facts?.classes} />
        </div>
      </div>
    </figure>
  );
}

/** "They disagree: A reads 3 (51.0 %), B reads 8 (97.2 %)." */
function summaryOf({ a, b }: Readings, classes: readonly string[] | undefined): string {
  const words = texts().doctor.pad;
  const said = (["a", "b"] as const).flatMap((arm) => {
    const reading = { a, b }[arm];
    if (reading === undefined) return [];
    if (typeof reading === "string") return [words.refused(arm.toUpperCase(), reading)];
    const best = mostLikely(reading);
    return [words.reads(arm.toUpperCase(), nameOf(best), percentText(reading[best]))];
  });
  if (said.length === 0) return words.noNetwork;
  if (a === undefined || b === undefined || typeof a === "string" || typeof b === "string") return said.join(" ");
  const [bestA, bestB] = [mostLikely(a), mostLikely(b)];
  const [shareA, shareB] = [percentText(a[bestA]), percentText(b[bestB])];
  return bestA === bestB
    ? words.agree(nameOf(bestA), shareA, shareB)
    : words.disagree(nameOf(bestA), shareA, nameOf(bestB), shareB);

  function nameOf(index: number): string {
    return classes?.[index] ?? String(index);
  }
}
