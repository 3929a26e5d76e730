import { effect, signal } from "@preact/signals";
import { remember, remembered } from "./remembered.ts";

const THEMES = ["system", "light", "dark"] as const;
type Theme = (typeof THEMES)[number];

/** What was chosen. */
export const theme = signal<Theme>(THEMES.find((each) => each === remembered("theme")) ?? "system");

export function chooseTheme(chosen: Theme): void {
  theme.value = chosen;
}

/** The one that follows in their order. */
export function nextTheme(): Theme {
  return THEMES[(THEMES.indexOf(theme.value) + 1) % THEMES.length] ?? "system";
}

/** Puts the theme that holds on the page, as data-theme, and keeps it there; paper is always light. */
export function applyTheme(): void {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const systemIsDark = signal(system.matches);
  const printing = signal(false);
  system.addEventListener("change", () => {
    systemIsDark.value = system.matches;
  });
  addEventListener("beforeprint", () => {
    printing.value = true;
  });
  addEventListener("afterprint", () => {
    printing.value = false;
  });
  effect(() => {
    const dark = theme.value === "system" ? systemIsDark.value : theme.value === "dark";
    document.documentElement.dataset.theme = dark && !printing.value ? "dark" : "light";
  });
  effect(() => remember("theme", theme.value));
}
