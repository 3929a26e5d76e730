import { expectTaught, type HeldSizes, type PartRows, partRows, type SplitFacts } from "./part-rows.ts";

/**
 * The last samples test, those before them validate; equal places are in the order of the samples.
 * @throws a usage error for a class that has no sample before them.
 */
export function splitOrder(
  total: number,
  { testSize, validationSize }: HeldSizes,
  facts: SplitFacts & { order: ArrayLike<number> },
  where: string,
): PartRows {
  const sorted = inOrder(facts.order);
  const end = total - testSize;
  const rows = partRows(
    sorted.slice(0, end - validationSize),
    sorted.slice(end - validationSize, end),
    sorted.slice(end),
  );
  const fix = "Hold out fewer samples, or set { stratify: false } to go on without it.";
  expectTaught(`${where}: order`, rows.train, facts, fix);
  return rows;
}

/** The numbers of the samples by their places. */
export function inOrder(order: ArrayLike<number>): Uint32Array {
  return Uint32Array.from({ length: order.length }, (_, i) => i).sort((a, b) => order[a] - order[b] || a - b);
}
