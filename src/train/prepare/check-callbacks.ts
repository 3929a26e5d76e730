import { usageError } from "../../errors.ts";
import { hasLearningRate } from "../../optimize/learning-rate.ts";
import type { Optimizer } from "../../optimize/optimizer.ts";
import type { Callback } from "../callback.ts";

/** @throws a usage error for two averages of the weights, two drivers of the rate, and for a missing rate. */
export function checkCallbacks(callbacks: readonly Callback[], optimizer: Optimizer): void {
  const most = (what: string, among: readonly Callback[]) => {
    if (among.length < 2) return;
    throw usageError({
      where: "train: callbacks",
      expected: `one ${what}`,
      received: among.map(({ name }) => name).join(" and "),
      fix: "Choose one of them.",
    });
  };
  const driving = callbacks.filter(({ rate }) => rate !== undefined);
  most(
    "average of the weights",
    callbacks.filter(({ average }) => average !== undefined),
  );
  most("callback that drives the learning rate", driving);
  if (driving.length === 1) checkDriven(`train: callbacks: ${driving[0].name}`, optimizer);
}

/** @throws a usage error for an optimizer whose learning rate cannot be driven, as it has none. */
export function checkDriven(where: string, optimizer: Optimizer): void {
  if (hasLearningRate(optimizer)) return;
  throw usageError({ where, expected: "an optimizer with a learningRate", received: optimizer.name });
}
