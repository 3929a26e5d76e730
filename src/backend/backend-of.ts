import type { BackendName } from "./backend.ts";
import { engineOf } from "./engine-of.ts";

/** The name of what computes, or computed last, of what a device says of itself: "webgpu" of "webgpu, a card (auto: …)". */
export function backendOf(description: string): BackendName {
  return engineOf(description).split(",")[0] as BackendName;
}
