import { texts } from "../texts/language.ts";
import "./readout.css";

interface ReadoutProps {
  /** Where the values are of: "step 40". */
  at: string | undefined;
  /** Of A and of B. */
  values: readonly { training: number | undefined; validation?: number | undefined }[];
  text: (value: number | undefined) => string;
  /** What the first of them is; training, by default. */
  name?: string;
}

/** The values at the cursor, or the newest, with the signs of the lines: a key and a reading in one. */
export function Readout({ at, values, text, name }: ReadoutProps) {
  const words = texts().charts;
  return (
    <div class="chart-readout">
      <span class="chart-at">{at ?? words.none}</span>
      {values.map((each, i) => {
        const arm = i === 0 ? "a" : "b";
        return (
          <span class={`chart-values of-${arm}`} key={arm}>
            <b>{arm.toUpperCase()}</b>
            <span class="chart-pair">
              <Sign arm={arm} marks={false} />
              {name ?? words.training} <span class="chart-value">{text(each.training)}</span>
            </span>
            {"validation" in each && (
              <span class="chart-pair">
                <Sign arm={arm} marks={true} />
                {words.validation} <span class="chart-value">{text(each.validation)}</span>
              </span>
            )}
          </span>
        );
      })}
    </div>
  );
}

/** A piece of a line as it is drawn. */
export function Sign({ arm, marks }: { arm: "a" | "b"; marks: boolean }) {
  return (
    <svg class="chart-sign" width="22" height="10" aria-hidden="true">
      <path d="M0 5H22" stroke-dasharray={arm === "a" ? "7 4" : undefined} stroke-width={marks ? 2.25 : 1.75} />
      {marks &&
        (arm === "a" ? <circle cx="11" cy="5" r="3.25" /> : <rect x="7.75" y="1.75" width="6.5" height="6.5" />)}
    </svg>
  );
}
