import { usageError } from "../../errors.ts";
import type { Samples } from "../samples.ts";
import { featureNames, meaningOf } from "./features-of.ts";
import type { TableEncoding } from "./table-encoding.ts";

/** What the numbers of some samples mean. */
interface Meaning {
  readonly columns: TableEncoding;
  readonly classes: readonly string[] | undefined;
}

const meanings = new WeakMap<Samples, Meaning>();

/** Remembers by which encoding samples were made, while they live. */
export function rememberEncoding(samples: Samples, meaning: Meaning): void {
  meanings.set(samples, meaning);
}

/**
 * @throws a usage error for samples that were made of a table by an encoding of another meaning than that of a model: columns,
 * categories or classes in another order would be taken for one another.
 */
export function expectSameEncoding(
  where: string,
  samples: Samples,
  columns: TableEncoding,
  classes: Meaning["classes"],
): void {
  const own = meanings.get(samples);
  if (own === undefined || own.columns === columns) return;
  const differ = (a: unknown, b: unknown) => JSON.stringify(a) !== JSON.stringify(b);
  const byFeatures = differ(meaningOf(own.columns), meaningOf(columns));
  if (!byFeatures && !differ(own.classes, classes)) return;
  const said = (meaning: Meaning) => (byFeatures ? featureNames(meaning.columns) : (meaning.classes ?? ["numbers"]));
  const first = (names: readonly string[]) =>
    `${names.slice(0, 6).join(", ").slice(0, 200)}${names.length > 6 ? ", …" : ""}`;
  throw usageError({
    where,
    expected: `${byFeatures ? "features" : "classes"} as in training: ${first(said({ columns, classes }))}`,
    received: `those of a table that was encoded by itself: ${first(said(own))}`,
    fix: "Encode its rows as in training: evaluate(model, model.samplesOf(rows)).",
  });
}
