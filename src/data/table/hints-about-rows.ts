import { nearest } from "../../options/nearest.ts";
import { show } from "../../options/show.ts";
import { listed } from "./chosen-columns.ts";
import { isMissing, numberIn } from "./column-facts.ts";
import type { Table } from "./table.ts";
import type { CategoricalColumn, ColumnEncoding, TableEncoding } from "./table-encoding.ts";

/** Columns that were said something of, by the encoding of a model. */
const spokenOf = new WeakMap<TableEncoding, Set<string>>();
/** Of more columns nothing is said. */
const MOST = 50;

/**
 * Hints, as sentences, at what may be wrong with new rows: columns that a model was not trained with, columns that it was
 * trained with and that no row has, categories that the training rows did not have. Each column is spoken of once: rows may
 * come in many small parts.
 */
export function hintsAboutRows(encoding: TableEncoding, table: Table): string[] {
  const { inputs, targets, weights } = encoding;
  const spoken = spokenOf.get(encoding) ?? new Set();
  spokenOf.set(encoding, spoken);
  const given = table.columns.map(({ name }) => name);
  const used = inputs.filter(({ kind }) => kind !== "ignored");
  const known = new Set([...inputs.map(({ name }) => name), ...targets, weights]);
  const lacking = used.filter(({ name }) => !given.includes(name));
  const unknown = given.filter((name) => !known.has(name));
  const about: [string, string][] = [
    ...unknown.slice(0, 5).map((name): [string, string] => [name, aboutUnknown(name, lacking)]),
    ...lacking.slice(0, 5).map((column): [string, string] => [column.name, aboutLacking(column)]),
    ...used.flatMap((column) => (column.kind === "categorical" ? aboutUnseen(column, table) : [])),
  ];
  return about.flatMap(([name, hint]) => {
    if (spoken.has(name) || spoken.size === MOST) return [];
    spoken.add(name);
    return [hint];
  });
}

function aboutUnknown(name: string, lacking: readonly ColumnEncoding[]): string {
  const meant = nearest(
    name,
    lacking.map((column) => column.name),
  );
  return `Column ${show(name)} is not used: the model was not trained with it.${meant === undefined ? "" : ` Did you mean ${meant}?`}`;
}

function aboutLacking({ name, ...column }: ColumnEncoding): string {
  const filled =
    column.kind === "numeric"
      ? `its median in training, ${Number(column.fill.toPrecision(6))}, is taken`
      : "it counts as missing";
  return `Rows lack ${show(name)}: ${filled}.`;
}

function aboutUnseen({ name, categories }: CategoricalColumn, { columns }: Table): [string, string][] {
  const known = new Set<unknown>(categories.flatMap((word) => [word, numberIn(word) ?? word]));
  const cells = columns.find((column) => column.name === name)?.cells ?? [];
  const unseen = new Set(cells.filter((cell) => !isMissing(cell) && !known.has(cell) && !known.has(numberIn(cell))));
  if (unseen.size === 0) return [];
  return [[name, `${show(name)} has values that the training rows did not have: ${listed([...unseen].map(show), 5)}.`]];
}
