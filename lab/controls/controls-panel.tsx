import { useSignal } from "@preact/signals";
import type { Recipe } from "evenkeel";
import { useMemo } from "preact/hooks";
import { plannedExperiment } from "../address/planned-experiment.ts";
import type { Chapter } from "../chapters/chapter.ts";
import type { Race } from "../race/race.ts";
import { texts } from "../texts/language.ts";
import "./controls.css";
import { editsOf } from "./edits.ts";
import { GROUPS, type GroupName } from "./groups.ts";
import { isFound } from "./is-found.ts";
import { KeyRow } from "./key-row.tsx";
import { keysAbout } from "./keys-about.ts";
import { SeedRows } from "./seed-rows.tsx";

interface ControlsPanelProps {
  race: Race;
  chapter: Chapter;
}

/** Every option of the library for A and B: first what the chapter is about, then the rest by groups. */
export function ControlsPanel({ race, chapter }: ControlsPanelProps) {
  const words = texts().controls;
  const edits = useMemo(() => editsOf(race), [race]);
  const search = useSignal("");
  const all = useSignal(false);
  const experiment = race.experiment.value;
  const planned = plannedExperiment(chapter, experiment.which);
  const about = keysAbout(planned, chapter.tricks);
  const isSearched = search.value.trim() !== "";
  const isShown = (key: keyof Recipe) => {
    if (isSearched) return isFound(key, search.value);
    return !about.includes(key) && (all.value || key in experiment.base || key in experiment.a || key in experiment.b);
  };
  const groups = (Object.keys(GROUPS) as GroupName[])
    .map((group) => ({ group, keys: (GROUPS[group] as readonly (keyof Recipe)[]).filter(isShown) }))
    .filter(({ group, keys }) => keys.length > 0 || (group === "training" && !isSearched));
  const rows = (keys: readonly (keyof Recipe)[]) => (
    <div class="fields">
      {keys.map((key) => (
        <KeyRow key={key} name={key} experiment={experiment} edits={edits} />
      ))}
    </div>
  );
  return (
    <section class="controls" aria-label={words.title}>
      <div class="controls-bar">
        <input
          type="search"
          class="choice"
          value={search.value}
          placeholder={words.search}
          aria-label={words.search}
          onInput={({ currentTarget }) => {
            search.value = currentTarget.value;
          }}
        />
        <button
          type="button"
          class="button"
          aria-pressed={all.value}
          onClick={() => {
            all.value = !all.value;
          }}
        >
          {words.showAll}
        </button>
        <button type="button" class="button" disabled={!edits.canUndo.value} onClick={() => edits.undo()}>
          {words.undo}
        </button>
        <button
          type="button"
          class="button"
          disabled={JSON.stringify(planned) === JSON.stringify(experiment)}
          onClick={() => edits.edit(planned)}
        >
          {words.back}
        </button>
      </div>
      {!isSearched && (
        <section>
          <h3>{words.about}</h3>
          {rows(about)}
        </section>
      )}
      {groups.map(({ group, keys }) => (
        <section key={group}>
          <h3>{words.groups[group]}</h3>
          {rows(keys)}
          {group === "training" && !isSearched && <SeedRows experiment={experiment} edits={edits} />}
        </section>
      ))}
      {isSearched && groups.length === 0 && <p role="status">{words.nothingFound(search.value)}</p>}
      {!isSearched && !all.value && <p class="more">{words.moreOptions}</p>}
    </section>
  );
}
