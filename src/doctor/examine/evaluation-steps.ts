/** About how often a short training is measured. */
const EVALUATIONS = 12;

/**
 * The steps after which a short training of `steps` is measured, 0 and the last among them: the end of each epoch with places
 * evenly between, or, where epochs are many, the ends of some of them.
 */
export function evaluationSteps(steps: number, stepsPerEpoch: number): number[] {
  const epochs = Math.max(1, Math.ceil(steps / stepsPerEpoch));
  const gap =
    epochs <= EVALUATIONS
      ? stepsPerEpoch / Math.max(1, Math.floor((EVALUATIONS * stepsPerEpoch) / steps))
      : stepsPerEpoch * Math.ceil(epochs / EVALUATIONS);
  const places = [0, steps];
  for (let at = gap; at < steps; at += gap) places.push(Math.round(at));
  return [...new Set(places)].sort((a, b) => a - b);
}
