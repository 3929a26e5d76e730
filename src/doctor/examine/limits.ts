/** How much is looked at: what an examination may cost. */
export const LIMITS = {
  /** Samples of each part, evenly spread over it. */
  samples: 20_000,
  /** Numbers of the inputs of a part: of large images fewer samples. */
  numbers: 20_000_000,
  /** Batches of which the entropy of classes is measured. */
  batches: 200,
  /** Steps of the probe. */
  probeSteps: 200,
  /** The short training takes so many times the steps of the probe, or the run's own length if that is less. */
  courseOverProbe: 3,
} as const;
