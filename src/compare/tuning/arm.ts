import type { PreparedVariant } from "../prepared-variant.ts";
import type { Variant } from "../variants.ts";

/** A variant of a comparison, and all that its runs are made from. */
export interface Arm {
  variant: Variant;
  prepared: PreparedVariant;
}
