/** The significance level: below it, p is significant. */
export const SIGNIFICANCE = 0.05;
/** The confidence level of every interval. */
export const CONFIDENCE = 1 - SIGNIFICANCE;
/** How often a study of the recommended size finds a difference that is there. */
export const POWER = 0.8;
