import { isUnderWay } from "../race/is-under-way.ts";
import type { Race, RaceStatus } from "../race/race.ts";
import { texts } from "../texts/language.ts";
import { beginRace } from "./begin-race.ts";
import { Icon } from "./icon.tsx";
import { singleKeys } from "./keys.ts";
import { roving } from "./roving.ts";

/** Starts, pauses and repeats. Its single keys count only while the focus is in it. */
export function RaceBar({ race, disabled }: { race: Race; disabled: boolean }) {
  const words = texts().shell.race;
  const { seed, seeds } = race.experiment.value;
  const status = race.status.value;
  const begins = status === "idle" || isOver(status);
  const hasNoStep = !begins && race.a.value?.run !== undefined && race.b.value?.run !== undefined;
  const step = () => (begins ? beginRace(race, () => race.step()) : hasNoStep ? undefined : race.step());
  const again = () => repeat(race);
  const other = () => repeat(race, seed + seeds);
  const main = mainAction(race, status);
  const onKey = (event: KeyboardEvent) => {
    if (disabled || !singleKeys.value || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.target instanceof HTMLSelectElement) return;
    const space = event.key === " " && !(event.target instanceof HTMLButtonElement);
    const actions: Record<string, () => unknown> = {
      s: step,
      m: () => race.setSlow(!race.slow.value),
      r: again,
      n: other,
    };
    const action = space ? main.act : actions[event.key.toLowerCase()];
    if (action === undefined) return;
    event.preventDefault();
    action();
  };
  const button = { type: "button", class: "button", "aria-disabled": disabled } as const;
  const act = (action: () => unknown) => (disabled ? undefined : action);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the buttons within, which all can be reached without them
    <div class="race-bar" onKeyDown={onKey}>
      <div role="toolbar" aria-label={words.bar} class="buttons" onKeyDown={roving("button")}>
        <button {...button} class="button primary" id="race-start" onClick={act(main.act)}>
          <Icon name={main.icon} />
          {words[main.name]}
        </button>
        <button
          {...button}
          aria-disabled={disabled || hasNoStep}
          title={hasNoStep ? words.noStep : undefined}
          tabIndex={-1}
          onClick={act(step)}
        >
          <Icon name="step" />
          {isOver(status) ? words.stepAnew : words.step}
        </button>
        <button
          {...button}
          tabIndex={-1}
          aria-pressed={race.slow.value}
          onClick={act(() => race.setSlow(!race.slow.value))}
        >
          <Icon name="slow" />
          {words.slow}
        </button>
        <button {...button} tabIndex={-1} onClick={act(again)}>
          <Icon name="again" />
          {words.again}
        </button>
        <button {...button} tabIndex={-1} onClick={act(other)}>
          <Icon name="other" />
          {words.other}
        </button>
      </div>
      <label class="seeds" title={words.seedsHelp}>
        {words.seeds}
        <select
          class="choice"
          value={seeds}
          onChange={({ currentTarget }) => race.set({ ...race.experiment.value, seeds: Number(currentTarget.value) })}
        >
          {[1, 2, 3, 4, 5].map((count) => (
            <option key={count} value={count}>
              {count}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

function isOver(status: RaceStatus): boolean {
  return status === "ended" || status === "failed";
}

function repeat(race: Race, seed?: number) {
  return beginRace(race, () => {
    race.again(seed);
    if (!isUnderWay(race.status.value)) race.start();
  });
}

function mainAction(race: Race, status: RaceStatus) {
  if (isUnderWay(status)) return { name: "pause", icon: "pause", act: () => race.pause() } as const;
  if (status === "paused") return { name: "resume", icon: "start", act: () => race.start() } as const;
  if (status === "idle")
    return { name: "start", icon: "start", act: () => beginRace(race, () => race.start()) } as const;
  return { name: "startAgain", icon: "start", act: () => repeat(race) } as const;
}
