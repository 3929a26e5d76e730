import type { Study } from "evenkeel";
import { texts } from "../texts/language.ts";

type Difference = NonNullable<Study["effects"][number]["difference"]>;

/** The paired differences of a study on a line: each seed a ring, their mean, its interval, and 0. */
export function IntervalPicture(props: {
  difference: Difference;
  /** B − A of each seed. */
  values: readonly number[];
  metric: string;
  higherIsBetter: boolean;
  /** A number with its sign, with its unit or without. */
  write: (value: number, unit: boolean) => string;
}) {
  const { difference, values, metric, higherIsBetter, write } = props;
  const words = texts().shell.verdict;
  const { mean, low = mean, high = mean } = difference;
  const at = placesOver([0, mean, low, high, ...values]);
  const x = (value: number) => `${at(value)}%`;
  const isOne = difference.low === undefined;
  const [left, right] = higherIsBetter ? ["A", "B"] : ["B", "A"];
  return (
    <figure class="interval-picture">
      <figcaption>{words.difference(metric)}</figcaption>
      <p class="figures">
        <strong>{write(mean, true)}</strong>
        <span class="muted">{isOne ? words.noInterval : words.interval(write(low, false), write(high, false))}</span>
      </p>
      <svg
        role="img"
        aria-label={
          isOne
            ? words.pictureOne(write(mean, true))
            : words.picture(write(mean, true), write(low, false), write(high, true), values.length)
        }
      >
        <line class="axis" x1="0%" x2="100%" y1="44" y2="44" />
        <line class="zero" x1={x(0)} x2={x(0)} y1="8" y2="62" />
        {values.map((value, seed) => (
          <circle key={seed} class="seed" cx={x(value)} cy="24" r="4" />
        ))}
        {!isOne && <line class="interval" x1={x(low)} x2={x(high)} y1="44" y2="44" />}
        {!isOne && <line class="end" x1={x(low)} x2={x(low)} y1="36" y2="52" />}
        {!isOne && <line class="end" x1={x(high)} x2={x(high)} y1="36" y2="52" />}
        <line class="mean" x1={x(mean)} x2={x(mean)} y1="44" y2="44" />
        {at(0) > 30 && (
          <text x={x(0)} dx="-12" y="78" text-anchor="end">
            ← {words.better(left)}
          </text>
        )}
        <text x={x(0)} y="78" text-anchor="middle">
          0
        </text>
        {at(0) < 70 && (
          <text x={x(0)} dx="12" y="78">
            {words.better(right)} →
          </text>
        )}
      </svg>
    </figure>
  );
}

/** From values to places in percent of the line, with some room at both ends. */
function placesOver(values: readonly number[]): (value: number) => number {
  const finite = values.filter(Number.isFinite);
  const low = Math.min(...finite);
  const span = Math.max(...finite) - low || 1;
  return (value) => 4 + (92 * (value - low)) / span;
}
