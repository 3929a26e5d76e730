import type { Diagnosis, Found } from "../src/doctor/diagnosis.ts";
import { examinationOf, type Overrides } from "./examination.ts";

/** What a diagnosis finds in a healthy run with what is to differ. */
export function foundBy(diagnosis: Diagnosis, overrides: Overrides = {}): Found[] {
  const limits = Object.fromEntries(Object.entries(diagnosis.thresholds).map(([name, { value }]) => [name, value]));
  return [diagnosis.find(examinationOf(overrides), limits) ?? []].flat();
}

/** What it says to do about the first of them. */
export function advisedBy(diagnosis: Diagnosis, overrides: Overrides): readonly { text: string; change?: object }[] {
  const [found] = foundBy(diagnosis, overrides);
  return found === undefined ? [] : diagnosis.cures(found, examinationOf(overrides));
}
