import { runError } from "../../errors.ts";

type Limit = keyof Omit<GPUSupportedLimits, "__brand">;

/** What shaders need at least. Most of it is what every adapter has; those for old phones may have less. */
const NEEDED: Partial<Record<Limit, number>> = {
  maxComputeInvocationsPerWorkgroup: 256,
  maxComputeWorkgroupSizeX: 256,
  maxComputeWorkgroupStorageSize: 16_384,
  maxComputeWorkgroupsPerDimension: 65_535,
  maxStorageBuffersPerShaderStage: 3,
};

/** What is asked for as large as the adapter has it: how much memory is bound at once. */
const LARGEST: readonly Limit[] = ["maxStorageBufferBindingSize", "maxBufferSize"];

/** The limits that a device is asked for. @throws a run error for an adapter that has less than shaders need. */
export function requiredLimits({ limits }: Pick<GPUAdapter, "limits">, name: string): Partial<Record<Limit, number>> {
  for (const [limit, least] of Object.entries(NEEDED) as [Limit, number][])
    if (limits[limit] < least)
      throw runError({
        where: `webgpu, ${name}`,
        expected: `${limit} of at least ${least}`,
        received: `${limits[limit]}`,
        fix: 'This adapter is too small: choose backend: "wasm", or "auto".',
      });
  return { ...NEEDED, ...Object.fromEntries(LARGEST.map((limit) => [limit, limits[limit]])) };
}
