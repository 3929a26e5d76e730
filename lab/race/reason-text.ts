import type { Reason } from "../protocol.ts";
import { texts } from "../texts/language.ts";

/** Why nothing came of it, in the language of the page; what the library says is English. */
export function reasonText(reason: Reason): string {
  const { reasons, library } = texts().race;
  return "code" in reason ? reasons[reason.code] : library(reason.said);
}
