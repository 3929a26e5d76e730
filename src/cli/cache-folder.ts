import { defaultCacheFolder } from "../data/sources/download.ts";
import type { Host } from "./host.ts";

/** Where downloaded data are kept. */
export function cacheFolder({ env, platform, home }: Host): string {
  return defaultCacheFolder(env, platform, home);
}
