import { DATASET_PARTS, type Dataset } from "../../data/dataset.ts";
import { usageError } from "../../errors.ts";
import type { Loss } from "../../model/loss.ts";

/** @throws a usage error for weights of samples that the loss cannot take. */
export function checkWeights(data: Dataset, { name, takesWeights }: Loss): void {
  const part = DATASET_PARTS.find((part) => data[part]?.weights !== undefined);
  if (part === undefined || takesWeights === true) return;
  throw usageError({
    where: "train: loss",
    expected: `a loss that can weigh samples, as ${data.name}.${part} has weights`,
    received: name,
    fix: "Define `each` of the loss, which gives the loss of every sample [batch], or leave the weights out.",
  });
}
