import type { Race } from "../race/race.ts";
import { texts } from "../texts/language.ts";

/** Why nothing came of a race, in the words of its workers. */
export function messageOf(race: Race): string {
  const messages = [race.a.value?.message, race.b.value?.message].filter((message) => message !== undefined);
  return [...new Set(messages)].join(" ") || texts().shell.failure.unknown;
}
