import type { FeatureFacts } from "../examination.ts";

/** How large each feature is. */
export function featureSizes({ mean, std, min, max }: FeatureFacts): { rms: number; largest: number }[] {
  return Array.from(mean, (m, i) => ({
    rms: Math.sqrt(m ** 2 + std[i] ** 2), // √mean x²
    largest: Math.max(Math.abs(min[i]), Math.abs(max[i])),
  }));
}
