import type { Rate } from "../study.ts";

/**
 * ", each at its default learning rate (adam 0.001, sgd 0.01)" for two optimizers, the variant's rate before the baseline's;
 * ", both at a learning rate of 0.1" where the recipe fixes one; "" where the optimizer is the same.
 */
export function ratesInWords(rate: Rate | undefined, base: Rate | undefined): string {
  if (rate === undefined || base === undefined || rate.optimizer === base.optimizer) return "";
  if (rate.byDefault && base.byDefault) {
    const [own, other] = [rate, base].map(({ optimizer, value }) => `${optimizer} ${value}`);
    return `, each at its default learning rate (${own}, ${other})`;
  }
  const fixed = !rate.byDefault && !base.byDefault && rate.value === base.value;
  return fixed ? `, both at a learning rate of ${rate.value}` : "";
}

/** "sgd 0.01, adam 0.001": the optimizers at their default rates; "" unless there are two. */
export function defaultRates(rates: readonly (Rate | undefined)[]): string {
  const named = rates.flatMap((rate) => (rate?.byDefault ? [`${rate.optimizer} ${rate.value}`] : []));
  const different = [...new Set(named)];
  return different.length < 2 ? "" : different.join(", ");
}
