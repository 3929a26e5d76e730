/** The error of an ensemble, taken apart: error = memberError − ambiguity. */
export interface Ambiguity {
  /** The squared error of the mean of all members, per sample. */
  error: number;
  /** The mean of the members' own squared errors. */
  memberError: number;
  /** How far members are from their mean: mean squared distance, per sample. */
  ambiguity: number;
}

/**
 * The ambiguity decomposition of an ensemble with equal weights, for probabilities [n, classes] of each member and the classes
 * [n] that are true: Σₖ (p̄ₖ − yₖ)² = 1/m Σᵢ Σₖ (pᵢₖ − yₖ)² − 1/m Σᵢ Σₖ (pᵢₖ − p̄ₖ)², which holds for every sample.
 * Source: Krogh and Vedelsby 1995, equation 6.
 */
export function ambiguityOf(members: readonly ArrayLike<number>[], truth: ArrayLike<number>): Ambiguity {
  const mean = meanOf(members);
  const target = oneHot(truth, mean.length / truth.length);
  const perSample = (each: number) => each / truth.length;
  const average = (of: (member: ArrayLike<number>) => number) =>
    members.reduce((sum, member) => sum + of(member), 0) / members.length;
  return {
    error: perSample(squaredDistance(mean, target)),
    memberError: perSample(average((member) => squaredDistance(member, target))),
    ambiguity: perSample(average((member) => squaredDistance(member, mean))),
  };
}

/** The mean of several predictions, number by number. */
export function meanOf(members: readonly ArrayLike<number>[]): Float64Array {
  const mean = new Float64Array(members[0].length);
  for (const member of members) for (let i = 0; i < mean.length; i++) mean[i] += member[i] / members.length;
  return mean;
}

function oneHot(truth: ArrayLike<number>, classes: number): Float64Array {
  const target = new Float64Array(truth.length * classes);
  for (let i = 0; i < truth.length; i++) target[i * classes + truth[i]] = 1;
  return target;
}

function squaredDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return sum;
}
