import { leaves } from "../words/leaves.ts";

/** The settings that are not the same in all: the path of each, and its value in every one, "" where it has none. */
export function differences(all: readonly Readonly<Record<string, unknown>>[]): string[][] {
  const flat = all.map((settings) => new Map(leaves(settings)));
  const paths = new Set(flat.flatMap((each) => [...each.keys()]));
  const rows = [...paths].map((path) => [path, ...flat.map((each) => each.get(path) ?? "")]);
  return rows.filter(([, ...values]) => new Set(values).size > 1);
}
