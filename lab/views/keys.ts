import { signal } from "@preact/signals";
import { chapters } from "../chapters/index.ts";
import { hashOf } from "./place.ts";
import { remember, remembered } from "./remembered.ts";

/** Whether keys without Ctrl, Alt or Meta do something. */
export const singleKeys = signal(remembered("keys") !== "off");

export function allowSingleKeys(allowed: boolean): void {
  singleKeys.value = allowed;
  remember("keys", allowed ? "on" : "off");
}

/** Whether the list of keys is shown. */
export const helpIsOpen = signal(false);

export function showHelp(open: boolean): void {
  helpIsOpen.value = open;
}

/** Listens to the keys that count everywhere, except where text is entered. */
export function listenToKeys(): void {
  addEventListener("keydown", (event) => {
    if (!singleKeys.value || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    if (takesText(event.target) || document.querySelector("dialog[open]") !== null) return;
    const action = actionOf(event.key);
    if (action === undefined) return;
    event.preventDefault();
    action();
  });
}

function actionOf(key: string): (() => void) | undefined {
  if (key === "?") return () => showHelp(true);
  if (key === "g") return toRace;
  const chapter = /^[1-9]$/.test(key) ? chapters[Number(key) - 1] : undefined;
  return chapter && (() => location.assign(hashOf(chapter)));
}

/** Brings the button that starts the race into sight, and the focus on it. */
export function toRace(): void {
  const start = document.getElementById("race-start");
  start?.focus({ preventScroll: true });
  start?.scrollIntoView({ block: "center" });
}

/** Whether a key typed there may be meant as text, or as a choice in a list or on a plot. */
function takesText(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest(
      'input, textarea, select, [contenteditable], [role="slider"], [role="application"], [role="listbox"]',
    ) !== null
  );
}
