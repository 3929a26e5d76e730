import { useMemo, useState } from "preact/hooks";
import type { Race } from "../race/race.ts";
import { texts } from "../texts/language.ts";
import { announcer } from "./announcer.ts";
import { cursorAfter } from "./cursor-keys.ts";
import { countText } from "./number-text.ts";

/** The last step that either side has taken. */
export function lastStep({ a, b }: Race): number {
  return Math.max(a.value?.steps.at(-1)?.step ?? 0, b.value?.steps.at(-1)?.step ?? 0);
}

/**
 * Makes a plot a slider over steps: the cursor that all plots share. What `describe` says of a step is announced in a pause
 * of the movement.
 */
export function useStepCursor(race: Race, label: string, describe: (step: number) => string) {
  const [said, say] = useState("");
  const announce = useMemo(() => announcer(say), []);
  const words = texts().charts;
  const last = lastStep(race);
  const at = race.cursor.value;
  const shown = Math.min(at ?? last, last);
  const onKeyDown = (event: KeyboardEvent) => {
    const moved = cursorAfter(event, at, [Math.min(1, last), last]);
    if (moved === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    race.cursor.value = moved.at;
    if (moved.at !== undefined) announce(describe(moved.at));
  };
  const slider = {
    class: "chart-plot",
    role: "slider" as const,
    tabIndex: 0,
    title: words.cursorHelp,
    "aria-label": label,
    "aria-valuemin": Math.min(1, last),
    "aria-valuemax": last,
    "aria-valuenow": shown,
    "aria-valuetext": words.atStep(countText(shown)),
    onKeyDown,
  };
  return { said, slider };
}
