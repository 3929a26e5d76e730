import type { ArmName, RecipeJson } from "../experiment.ts";
import type { Race, RunState } from "../race/race.ts";
import { texts } from "../texts/language.ts";
import { Letter } from "./letter.tsx";
import { Progress } from "./progress.tsx";
import { metricName, whole, written } from "./written.ts";

/** One of the two sides: its name, what it changes, how far it is, and its numbers. */
export function Side({ race, arm, name }: { race: Race; arm: ArmName; name: string }) {
  const words = texts().shell;
  const parameters = race[arm].value?.facts?.parameters;
  return (
    <section class={`race-side ${arm}`} aria-labelledby={`side-${arm}`}>
      <header>
        <h4 id={`side-${arm}`}>
          <Letter arm={arm} /> <span class="name">{name}</span>
        </h4>
        <p class="changes">
          {changesOf(race.experiment.value[arm]) ?? <span>{words.nothingChanged}</span>}
          {parameters !== undefined && <span>{words.readings.parameters(whole(parameters))}</span>}
        </p>
      </header>
      <Progress race={race} arm={arm} />
      <Readings run={race[arm].value} />
    </section>
  );
}

/** Numbers of a run: they keep their places from the beginning. */
function Readings({ run }: { run: RunState | undefined }) {
  const { readings } = texts().shell;
  const metric = run?.facts?.metric ?? "accuracy";
  const as = metric === "accuracy" ? "percent" : "number";
  const rows = [
    [readings.loss, written(run?.steps.at(-1)?.loss, "number")],
    [readings.validation(metricName(metric)), written(run?.epochs.at(-1)?.validation?.[metric], as)],
    [readings.test(metricName(metric)), written(run?.run?.test?.[metric], as)],
    [readings.time, written(run?.seconds.at(-1), "seconds")],
  ] as const;
  return (
    <dl class="readings">
      {rows.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** "norm: batch, dropout: 0.5"; undefined where nothing is changed. */
function changesOf(changes: RecipeJson) {
  const entries = Object.entries(changes).filter(([, value]) => value !== null);
  if (entries.length === 0) return undefined;
  return entries.map(([key, value]) => (
    <code key={key}>
      {key}: {typeof value === "string" ? value : JSON.stringify(value)}
    </code>
  ));
}
