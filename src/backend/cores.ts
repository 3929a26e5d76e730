import { nodeModule } from "../node-module.ts";

/** How many threads the machine runs at once. */
export async function cores(): Promise<number> {
  if (typeof navigator !== "undefined" && navigator.hardwareConcurrency) return navigator.hardwareConcurrency;
  const { availableParallelism } = await nodeModule("node:os");
  return availableParallelism();
}
