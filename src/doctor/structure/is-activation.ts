import type { LayerFacts } from "../examination.ts";
import { roleOf } from "../examine/role-of.ts";

/** Whether a layer is an activation of the catalogue. */
export function isActivation({ kind }: Pick<LayerFacts, "kind">): boolean {
  return roleOf(kind, { layers: false, kernel: false }) === "activation";
}
