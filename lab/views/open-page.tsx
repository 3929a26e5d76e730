import { render } from "preact";
import type { Race } from "../race/race.ts";
import { App } from "./app.tsx";
import { applyLanguage } from "./chosen-language.ts";
import { followAddress } from "./follow-address.ts";
import { listenToKeys } from "./keys.ts";
import { applyTheme } from "./theme.ts";

/** Shows a race on the page, in the language and the colors that were chosen before. */
export function openPage(race: Race): void {
  applyTheme();
  applyLanguage();
  followAddress(race);
  listenToKeys();
  document.body.replaceChildren();
  render(<App race={race} />, document.body);
  performance.mark("lab/interactive");
}
