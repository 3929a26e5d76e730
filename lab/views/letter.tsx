import type { ArmName } from "../experiment.ts";

/** The letter of a side, in its color and shape. */
export function Letter({ arm }: { arm: ArmName }) {
  return <span class={`letter ${arm}`}>{arm.toUpperCase()}</span>;
}
