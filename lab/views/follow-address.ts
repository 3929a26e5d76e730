import { effect, signal } from "@preact/signals";
import { addressOf } from "../address/address-of.ts";
import type { Addressed } from "../address/from-address.ts";
import { plannedExperiment } from "../address/planned-experiment.ts";
import type { Race } from "../race/race.ts";
import { language, texts } from "../texts/language.ts";
import { chooseLanguage } from "./chosen-language.ts";
import { place, placeOf } from "./place.ts";

/** What the address asks for and cannot have, in words. */
export const refusedAddress = signal<string | undefined>(undefined);

/** Whether the experiment came with the address: someone else may have chosen how much it asks for. */
export const isLinked = signal(false);

/** Once the address was read: what it asks for is then what is raced. */
let reading: Promise<void> = Promise.resolve();
export const addressRead = () => reading;

/** Keeps the page and the race where the address leads to, and the address where the race is. */
export function followAddress(race: Race): void {
  let newest = 0;
  let isReading = false;
  const go = async () => {
    const mine = ++newest;
    const { hash } = location;
    const to = placeOf(hash);
    isReading = to.kind === "chapter"; // before the place is known: the address stays until it was read
    place.value = to;
    refusedAddress.value = undefined;
    isLinked.value = false;
    if (to.kind !== "chapter") return;
    const asked = hash.includes("?") ? await addressed(hash) : undefined;
    if (mine !== newest) return; // the page went elsewhere meanwhile
    if (asked !== undefined && "words" in asked) refusedAddress.value = asked.words;
    if (asked !== undefined && "experiment" in asked) {
      isLinked.value = true;
      if (asked.language !== undefined) chooseLanguage(asked.language);
      race.set(asked.experiment);
    } else race.set(plannedExperiment(to.chapter, to.which));
    isReading = false;
  };
  reading = go();
  addEventListener("hashchange", () => {
    const before = place.value;
    reading = go();
    const to = place.value;
    if (before.kind !== "chapter" || to.kind !== "chapter" || before.chapter !== to.chapter) toTop();
  });
  effect(() => {
    const address = addressOf(race.experiment.value, language.value);
    if (!isReading && place.value.kind === "chapter" && address !== location.hash)
      history.replaceState(history.state, "", address);
  });
}

/** What reads whole addresses checks recipes, and is loaded for links that say more than a chapter. */
async function addressed(hash: string): Promise<Addressed> {
  try {
    const { fromAddress } = await import("../address/from-address.ts");
    return fromAddress(hash);
  } catch {
    return { words: texts().shell.plots.failed };
  }
}

/** A new chapter begins at its heading, which is where screen readers go on. */
function toTop() {
  scrollTo(0, 0);
  document.getElementById("chapter-title")?.focus({ preventScroll: true });
}
