import * as all from "../../doctor/diagnoses/index.ts";

const TITLES = new Map(Object.values(all).map(({ name, title }) => [name, title]));

/** "Inputs that are not scaled"; the name itself of a diagnosis that is not in the catalogue. */
export function titleOf(diagnosis: string): string {
  return TITLES.get(diagnosis) ?? diagnosis;
}
