import { usageError } from "../../errors.ts";
import { DATASET_PARTS, type Dataset } from "../dataset.ts";
import { partOf, placesOf } from "../layout.ts";
import { checkLabels } from "./check-dataset.ts";

/** @throws a usage error for rows of another length than their layout says, and for a class number that is none. */
export function checkLayout(data: Dataset): void {
  for (const kind of ["inputs", "targets"] as const) {
    const parts = data.layout?.[kind];
    if (parts === undefined) continue;
    const total = placesOf(parts).reduce((sum, { size }) => sum + size, 0);
    const { shape } = data.train[kind];
    if (shape.length !== 2 || shape[1] !== total)
      throw usageError({
        where: `${data.name}.layout.${kind}`,
        expected: `rows of ${total} numbers, for ${parts.map(({ name }) => name).join(", ")}`,
        received: `[${shape.join(", ")}]`,
      });
  }
  const targets = data.layout?.targets ?? [];
  const places = placesOf(targets);
  targets.forEach(({ name, classes }, i) => {
    if (classes === undefined) return;
    for (const part of DATASET_PARTS) {
      const values = data[part]?.targets;
      if (values === undefined) continue;
      checkLabels(`${data.name}.${part}.${name}`, partOf(values.data, values.shape[1], places[i]), classes.length);
    }
  });
}
